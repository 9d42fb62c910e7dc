import { Component, type ErrorInfo, type ReactNode } from 'react';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';

type State = { readonly error: Error | undefined };

/** Catches what no component expected. The sessions live in the host, so a reload loses nothing. */
export class Broken extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    reportError(new Error(`${error.message}${info.componentStack ?? ''}`, { cause: error }));
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="lone">
        <h1>{words().broke}</h1>
        <p>{words().brokeHelp}</p>
        <pre className="well">{error.message}</pre>
        <Button look="primary" onClick={() => location.reload()}>
          {words().reload}
        </Button>
      </main>
    );
  }
}
