import { useState } from 'react';
import {
  GONE_SESSIONS,
  USAGE_GROUPS,
  type UsageGroup,
  type UsageLine,
  type UsageSummary,
} from '../../protocol/usage.ts';
import { nameOf } from '../sidebar/groups.ts';
import { useAgents } from '../stores/sessions.ts';
import { useUsageSummary } from '../stores/usage.ts';
import { Cells, HeadCells, Partly } from '../usage/cells.tsx';
import '../usage/usage.css';
import { calendarDay } from '../words/times.ts';
import { words } from '../words/words.ts';

const DAY_MS = 86_400_000;
/** In days; 0: all there is. */
const PERIODS = [7, 30, 90, 0] as const;

/** What all sessions have used, by agent, folder, day or session. */
export function Usage() {
  const [by, setBy] = useState<UsageGroup>('agent');
  const [period, setPeriod] = useState(30);
  const [now] = useState(() => Date.now());
  const summary = useUsageSummary(by, period === 0 ? null : now - period * DAY_MS);
  return (
    <>
      <h2 className="settings-title">{words().usage}</h2>
      <p className="settings-help">{words().usageHelp}</p>
      <div className="usage-choices">
        <Segments<UsageGroup>
          name={words().usageBy}
          value={by}
          options={USAGE_GROUPS.map((group) => [group, words().usageGroup(group)])}
          onChange={setBy}
        />
        <Segments<number>
          name={words().usagePeriod}
          value={period}
          options={PERIODS.map((days) => [days, words().usageDays(days)])}
          onChange={setPeriod}
        />
      </div>
      <div aria-busy={summary === null}>
        {summary ? <Summary by={by} summary={summary} /> : <p className="usage-empty">{words().loading}</p>}
      </div>
    </>
  );
}

type SegmentsProps<Value> = {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, name: string])[];
  onChange(value: Value): void;
};

function Segments<Value extends string | number>({ name, value, options, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset className="segments">
      <legend className="unseen">{name}</legend>
      {options.map(([option, label]) => (
        <label key={option} className="segment">
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function Summary({ by, summary }: { readonly by: UsageGroup; readonly summary: UsageSummary }) {
  const { lines, total, more } = summary;
  if (lines.length === 0) return <p className="usage-empty">{words().usageNone}</p>;
  return (
    <>
      <table className="usage-table usage-wide">
        <thead>
          <tr>
            <th scope="col">{words().usageGroup(by)}</th>
            <th scope="col">{words().usageTurns}</th>
            <HeadCells />
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">
                <Name by={by} line={line} />
              </th>
              <td>{words().number(line.sum.turns)}</td>
              <Cells usage={line.sum} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words().usageTotal}</th>
            <td>{words().number(total.turns)}</td>
            <Cells usage={total} />
          </tr>
        </tfoot>
      </table>
      {more && <p className="usage-quiet">{words().usageMore}</p>}
      <Partly sum={total} />
    </>
  );
}

function Name({ by, line }: { readonly by: UsageGroup; readonly line: UsageLine }) {
  const agents = useAgents();
  switch (by) {
    case 'agent':
      return <span className="cut">{agents.find(({ id }) => id === line.key)?.name ?? `@${line.key}`}</span>;
    case 'folder':
      return (
        <span className="cut" title={line.key}>
          {nameOf(line.key)} <span className="usage-path">{line.key}</span>
        </span>
      );
    case 'day':
      return <time dateTime={line.key}>{calendarDay(line.key)}</time>;
    case 'session':
      if (line.key === GONE_SESSIONS) return <span className="usage-unknown">{words().goneSessions}</span>;
      return <span className="cut">{line.title || words().untitled}</span>;
  }
}
