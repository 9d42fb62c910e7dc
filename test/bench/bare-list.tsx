/** The least that a list of rows can be: the same virtual list, and a line of text in each row. */
import { createRoot } from 'react-dom/client';
import { Virtualizer } from 'virtua';

const ROWS = 100_000;
/** As high as the rows of a session are in the middle. */
const ROW_PX = 46;

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <div className="bare-scroll" style={{ height: '100vh', overflowY: 'auto', contain: 'strict' }}>
      <Virtualizer data={Array.from({ length: ROWS }, (_, n) => n)}>
        {(n) => (
          <div key={n} style={{ height: ROW_PX }}>
            Row {n} with some words and some more words
          </div>
        )}
      </Virtualizer>
    </div>,
  );
}
