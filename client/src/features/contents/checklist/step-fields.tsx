import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type PhoneEntry } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { Chip } from '../../../shared/ui/chip.js';
import { Icon } from '../../../shared/ui/icon.js';
import { SelectField } from '../../../shared/ui/select-field.js';
import { WordsField } from '../../../shared/ui/words-field.js';
import { Field, Tick } from '../field.js';
import styles from './checklist.module.css';
import { type CallDraft, driftedFrom, plain, type StepDraft, type StepFault } from './draft.js';

interface StepFieldsProps {
  step: StepDraft;
  faults: readonly StepFault[];
  /** Due before the step above it. */
  isEarlier: boolean;
  phones: readonly PhoneEntry[];
  today: string;
  onChange: (part: Partial<StepDraft>) => void;
}

export function StepFields(props: StepFieldsProps): JSX.Element {
  const { step, faults, isEarlier, phones, today, onChange } = props;
  const { t } = useTranslation();
  const first = (...kinds: readonly StepFault[]): string | undefined => {
    const fault = kinds.find((kind) => faults.includes(kind));
    return fault === undefined ? undefined : t(`checklist.fault.${fault}`);
  };
  return (
    <>
      <Field
        label={t('checklist.title')}
        value={step.title}
        limit={100}
        width="long"
        fault={first('title', 'twice')}
        onChange={(title) => onChange({ title })}
      />
      <div className={styles.pair}>
        <Field
          label={t('checklist.minutes')}
          value={step.minutes}
          limit={5}
          width="short"
          inputMode="numeric"
          tidy={plain}
          fault={first('minutes')}
          onChange={(minutes) => onChange({ minutes })}
        />
        <div className={styles.tick}>
          <Tick isSelected={step.needsNote} onChange={(needsNote) => onChange({ needsNote })}>
            {t('checklist.needsNote')}
          </Tick>
        </div>
        {isEarlier && <p className={styles.earlier}>{t('checklist.earlier')}</p>}
      </div>
      <div className={styles.wide}>
        <WordsField
          label={t('checklist.detail')}
          value={step.detail}
          rows={3}
          longest={500}
          onChange={(detail) => onChange({ detail })}
        />
      </div>
      <div className={styles.wide}>
        <Tick
          isSelected={step.call !== null}
          onChange={(calls) =>
            onChange({ call: calls ? { name: '', number: '', note: '', verifiedOn: today } : null })
          }
        >
          {t('checklist.calls')}
        </Tick>
      </div>
      {step.call !== null && (
        <CallFields
          call={step.call}
          phones={phones}
          today={today}
          faultOf={first}
          onChange={(call) => onChange({ call })}
        />
      )}
    </>
  );
}

interface CallFieldsProps extends Pick<StepFieldsProps, 'phones' | 'today'> {
  call: CallDraft;
  faultOf: (kind: StepFault) => string | undefined;
  onChange: (call: CallDraft) => void;
}

/** Whom to call. What comes from the list of numbers is copied: a checklist stays as it was saved. */
function CallFields({ call, phones, today, faultOf, onChange }: CallFieldsProps): JSX.Element {
  const { t } = useTranslation();
  const change = (part: Partial<CallDraft>): void => onChange({ ...call, ...part });
  const take = ({ label, number, hours, note, verifiedOn }: PhoneEntry): void =>
    change({
      name: label,
      number,
      note: [hours, note].filter((part) => part !== null).join('・'),
      verifiedOn,
    });
  const chosen = phones.findIndex(({ label, number }) => label === call.name && number === call.number);
  return (
    <div className={styles.call}>
      {phones.length > 0 && (
        <SelectField
          label={t('checklist.fromList')}
          value={String(chosen)}
          choices={[
            ...(chosen === -1 ? [{ value: '-1', name: t('checklist.chooseNone') }] : []),
            ...phones.map(({ label, number }, index) => ({
              value: String(index),
              name: `${label} ${number}`,
            })),
          ]}
          onChange={(index) => {
            const entry = phones[Number(index)];
            if (entry !== undefined) take(entry);
          }}
        />
      )}
      <div className={styles.fields}>
        <Field
          label={t('checklist.callName')}
          value={call.name}
          limit={100}
          width="long"
          fault={faultOf('callName')}
          onChange={(name) => change({ name })}
        />
        <Field
          label={t('checklist.number')}
          value={call.number}
          limit={40}
          inputMode="tel"
          tidy={plain}
          fault={faultOf('number')}
          onChange={(number) => change({ number })}
        />
        <Field
          label={t('checklist.note')}
          value={call.note}
          limit={200}
          width="long"
          onChange={(note) => change({ note })}
        />
        <Field
          type="date"
          label={t('checklist.verifiedOn')}
          value={call.verifiedOn}
          fault={faultOf('verifiedOn')}
          onChange={(verifiedOn) => change({ verifiedOn })}
        />
        <Button
          size="small"
          className={styles.verify ?? ''}
          isDisabled={call.verifiedOn === today}
          aria-label={t('checklist.verifyLabel', { name: call.name || call.number })}
          onPress={() => change({ verifiedOn: today })}
        >
          {t('checklist.verify')}
        </Button>
      </div>
      <Drifted call={call} phones={phones} onTake={take} />
    </div>
  );
}

interface DriftedProps {
  call: CallDraft;
  phones: readonly PhoneEntry[];
  onTake: (entry: PhoneEntry) => void;
}

/** A number that changed among those for callers has mostly changed here too. */
function Drifted({ call, phones, onTake }: DriftedProps): JSX.Element | null {
  const { t } = useTranslation();
  const entry = driftedFrom(call, phones);
  if (entry === undefined) return null;
  return (
    <p className={styles.drifted}>
      <Chip tone="amber">
        <Icon name="alert" size={14} /> {t('checklist.drifted', { number: entry.number })}
      </Chip>
      <Button size="small" look="plain" onPress={() => onTake(entry)}>
        {t('checklist.takeNumber')}
      </Button>
    </p>
  );
}
