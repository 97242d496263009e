import { type FormEvent, type JSX, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OverrideRequest } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { TextArea } from '../../../shared/ui/text-area.js';
import { type Account } from '../opening-hours.js';
import { EndFields } from './end-fields.js';
import styles from './override-dialog.module.css';
import { OverrideError } from './override-error.js';
import { type OverrideInput, presetEnd, reasonFault, requestOf, untilFault } from './override-input.js';
import { OverridePreview } from './override-preview.js';
import { StateChoice } from './state-choice.js';

/** As many characters as the server takes. */
const longestReason = 500;

interface OverrideFormProps {
  account: Account;
  now: number;
  isPending: boolean;
  error: Error | null;
  onSubmit: (request: OverrideRequest) => void;
}

export function OverrideForm({ account, now, isPending, error, onSubmit }: OverrideFormProps): JSX.Element {
  const { t } = useTranslation();
  const [input, setInput] = useState<OverrideInput>(() => ({
    // What is wanted is most likely what isn't so now.
    state: account.opening.state === 'open' ? 'closed' : 'open',
    reason: '',
    ends: 'at',
    until: presetEnd('oneHour', now),
  }));
  const [isTried, setIsTried] = useState(false);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const untilRef = useRef<HTMLInputElement>(null);
  const change = (part: Partial<OverrideInput>): void => setInput((before) => ({ ...before, ...part }));
  const wrongReason = reasonFault(input);
  const wrongUntil = untilFault(input, now);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setIsTried(true);
    if (wrongReason !== null) reasonRef.current?.focus();
    else if (wrongUntil !== null) untilRef.current?.focus();
    else onSubmit(requestOf(input));
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.columns}>
        <div className={styles.fields}>
          <StateChoice state={input.state} onChange={(state) => change({ state })} />
          <TextArea
            ref={reasonRef}
            label={t('hours.override.reason')}
            value={input.reason}
            limit={longestReason}
            rows={2}
            hint={t('hours.override.reasonHint')}
            error={isTried && wrongReason !== null ? t(`hours.override.${wrongReason}`) : undefined}
            onChange={(reason) => change({ reason })}
          />
          <EndFields
            ref={untilRef}
            input={input}
            now={now}
            fault={isTried || wrongUntil === 'untilPast' ? wrongUntil : null}
            onChange={change}
          />
        </div>
        <OverridePreview account={account} input={input} now={now} isValid={wrongUntil === null} />
      </div>
      {error !== null && <OverrideError error={error} />}
      <div className={styles.buttons}>
        <Button slot="close" isDisabled={isPending}>
          {t('hours.override.cancel')}
        </Button>
        <Button type="submit" look={input.state === 'closed' ? 'danger' : 'primary'} isPending={isPending}>
          {isPending
            ? t('hours.override.confirming')
            : t(`hours.override.${input.state === 'closed' ? 'closed' : 'opened'}`)}
        </Button>
      </div>
    </form>
  );
}
