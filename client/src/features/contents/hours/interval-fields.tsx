import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type Interval } from '../../../shared/contract.js';
import { Field } from '../field.js';
import { type FieldFault } from './faults.js';
import { linesOf, tidyTime } from './time-input.js';

interface IntervalFieldsProps {
  interval: Interval;
  faultAt: (field: string) => FieldFault | undefined;
  onChange: (part: Partial<Interval>) => void;
}

/** From when to when, until when somebody new is taken, and how many at once. */
export function IntervalFields({ interval, faultAt, onChange }: IntervalFieldsProps): JSX.Element {
  const { t } = useTranslation();
  const say = (field: string): string | undefined => {
    const fault = faultAt(field);
    return fault === undefined ? undefined : t(`contents.hours.fault.${fault}`);
  };
  const time = (field: 'opens' | 'closes' | 'lastAcceptance', isOptional = false): JSX.Element => (
    <Field
      label={t(`contents.hours.${field}`)}
      value={interval[field] ?? ''}
      width="short"
      tidy={tidyTime}
      fault={say(field)}
      onChange={(typed) => onChange({ [field]: isOptional && typed === '' ? undefined : typed })}
    />
  );
  const { lines } = interval;
  return (
    <>
      {time('opens')}
      {time('closes')}
      {time('lastAcceptance', true)}
      <Field
        label={t('contents.hours.lines')}
        value={lines === undefined ? '' : Number.isNaN(lines) ? '?' : String(lines)}
        width="short"
        inputMode="numeric"
        fault={say('lines')}
        onChange={(typed) => onChange({ lines: linesOf(typed) })}
      />
    </>
  );
}
