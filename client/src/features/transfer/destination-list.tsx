import { type JSX, type ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useTranslation } from 'react-i18next';
import { type CounselorLoad, type TransferTargetsView } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Chip } from '../../shared/ui/chip.js';
import { PresenceMark } from '../../shared/ui/presence-mark.js';
import { type Destination } from './destination.js';
import styles from './transfer.module.css';

interface DestinationListProps {
  targets: TransferTargetsView;
  chosen: Destination | null;
  error: string | undefined;
  onChoose: (destination: Destination) => void;
}

/** Everybody who could take over, with whether they are there and how much they have, and the line itself. */
export function DestinationList({ targets, chosen, error, onChoose }: DestinationListProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const isEmpty = targets.people.length + targets.professions.length + targets.accounts.length === 0;
  return (
    <RadioGroup
      className={styles.destinations ?? ''}
      value={chosen}
      onChange={(value) => onChoose(value as Destination)}
      isInvalid={error !== undefined}
    >
      <Label className={styles.label ?? ''}>{t('transfer.to')}</Label>
      {isEmpty && <p className={styles.explain}>{t('transfer.nobody')}</p>}
      <div className={styles.scroll} hidden={isEmpty}>
        {targets.people.length > 0 && <p className={styles.group}>{t('transfer.people')}</p>}
        {targets.people.map((person) => (
          <Choice key={person.staffId} value={`person:${person.staffId}`}>
            <Person person={person} />
          </Choice>
        ))}
        {targets.professions.length > 0 && <p className={styles.group}>{t('transfer.professions')}</p>}
        {targets.professions.map((each) => (
          <Choice key={each} value={`profession:${each}`}>
            <span className={styles.choiceName}>
              {t('transfer.anybody', { profession: t(`profession.${each}`).toLowerCase() })}
            </span>
          </Choice>
        ))}
        {targets.accounts.length > 0 && <p className={styles.group}>{t('transfer.accounts')}</p>}
        {targets.accounts.map(({ id, name }) => (
          <Choice key={id} value={`account:${id}`}>
            <span className={styles.choiceName}>{name[language]}</span>
          </Choice>
        ))}
      </div>
      <Choice value="line">
        <span className={styles.choiceName}>{t('lineReturn.open')}</span>
        <span className={styles.choiceHint}>{t('lineReturn.hint')}</span>
      </Choice>
      {error !== undefined && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </RadioGroup>
  );
}

function Choice({ value, children }: { value: Destination; children: ReactNode }): JSX.Element {
  return (
    <Radio value={value} className={styles.choice ?? ''}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.choiceBody}>{children}</span>
    </Radio>
  );
}

function Person({ person }: { person: CounselorLoad }): JSX.Element {
  const { t } = useTranslation();
  const { displayName, professions, activeTickets: active, capacity, presence } = person;
  return (
    <>
      <span className={styles.choiceName}>{displayName}</span>
      <PresenceMark presence={presence} className={styles.choicePresence} />
      <span className={styles.load}>{t('transfer.load', { active, capacity })}</span>
      {active >= capacity && <Chip tone="amber">{t('transfer.full')}</Chip>}
      {professions.length > 0 && (
        <span className={styles.choiceHint}>
          {professions.map((each) => t(`profession.${each}`)).join('・')}
        </span>
      )}
    </>
  );
}
