import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { Switch } from 'react-aria-components';
import { control } from './api.js';
import { useTexts, type TextKey } from './texts.js';
import { Traffic } from './traffic.js';

interface FaultState {
  readonly id: string;
  readonly kind: string;
  readonly endpoint?: string;
  readonly status?: number;
}

interface Behaviour {
  readonly paused: boolean;
  readonly duplicate: { readonly copies: number };
  readonly redelivery: { readonly enabled: boolean };
  readonly rawEscapes: { readonly unicode: boolean };
}

interface State {
  readonly faults: readonly FaultState[];
  readonly channels: readonly { readonly behaviour: Behaviour }[];
}

interface Mischief {
  readonly label: TextKey;
  readonly isOn: (state: State) => boolean;
  readonly set: (on: boolean, state: State) => Promise<unknown>;
}

/** Turned on for the push endpoint until it is turned off again. */
function fault(label: TextKey, rule: { kind: string; status?: number } & Record<string, unknown>): Mischief {
  const find = (state: State): FaultState | undefined =>
    state.faults.find(
      (candidate) =>
        candidate.endpoint === 'push' && candidate.kind === rule.kind && candidate.status === rule.status,
    );
  return {
    label,
    isOn: (state) => find(state) !== undefined,
    set: (on, state) =>
      on
        ? control('POST', '/faults', { endpoint: 'push', ...rule })
        : control('DELETE', `/faults/${find(state)?.id ?? ''}`),
  };
}

function behaviour(
  label: TextKey,
  isOn: (behaviour: Behaviour) => boolean,
  patch: (on: boolean) => object,
): Mischief {
  return {
    label,
    isOn: (state) => state.channels.some((channel) => isOn(channel.behaviour)),
    set: (on) => control('PATCH', '/webhook-behaviour', patch(on)),
  };
}

const apiMischief = [
  fault('pushFails', { kind: 'status', status: 500 }),
  fault('pushSilent', { kind: 'timeout', accept: true }),
  fault('pushLimited', { kind: 'status', status: 429 }),
  fault('pushSlow', { kind: 'delay', delayMs: 3_000 }),
];

const webhookMischief = [
  behaviour(
    'duplicate',
    ({ duplicate }) => duplicate.copies > 0,
    (on) => ({ duplicate: { copies: on ? 1 : 0 } }),
  ),
  behaviour(
    'redeliver',
    ({ redelivery }) => redelivery.enabled,
    (on) => ({ redelivery: { enabled: on } }),
  ),
  behaviour(
    'pause',
    ({ paused }) => paused,
    (on) => ({ paused: on }),
  ),
  behaviour(
    'escapes',
    ({ rawEscapes }) => rawEscapes.unicode,
    (on) => ({ rawEscapes: { unicode: on, slash: on } }),
  ),
];

/** On a wide screen beside the phone: the trouble that LINE or the way to it can make. */
export function MischiefPanel(): ReactElement {
  const texts = useTexts();
  const [state, setState] = useState<State | undefined>();
  const refresh = useCallback(async () => setState(await control<State>('GET', '/state')), []);
  useEffect(() => void refresh().catch(() => undefined), [refresh]);
  const list = (title: TextKey, entries: readonly Mischief[]): ReactElement => (
    <fieldset>
      <legend>{texts(title)}</legend>
      {entries.map((entry) => (
        <Switch
          key={entry.label}
          className="switch"
          isDisabled={state === undefined}
          isSelected={state !== undefined && entry.isOn(state)}
          onChange={(on) => {
            if (state !== undefined) void entry.set(on, state).then(refresh, refresh);
          }}
        >
          <span className="track" />
          {texts(entry.label)}
        </Switch>
      ))}
    </fieldset>
  );
  return (
    <aside className="mischief">
      <details open>
        <summary>{texts('mischief')}</summary>
        <p>{texts('mischiefHint')}</p>
        {list('mischiefApi', apiMischief)}
        {list('mischiefWebhook', webhookMischief)}
        <Traffic />
      </details>
    </aside>
  );
}
