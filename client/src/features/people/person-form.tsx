import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type MembershipRole,
  membershipRoleSchema,
  type OversightRole,
  oversightRoleSchema,
} from '../../shared/administration-contract.js';
import { type PersonView, type Profession, professions } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { ActionDialog } from '../../shared/ui/action-dialog.js';
import { Notice } from '../../shared/ui/notice.js';
import { SelectField } from '../../shared/ui/select-field.js';
import { TextField } from '../../shared/ui/text-field.js';
import { Toggle } from '../../shared/ui/toggle.js';
import { useSavePerson } from './api/people.js';
import styles from './people.module.css';

/** What somebody is for one account: they work there, or look at it from outside. */
type Place = MembershipRole | OversightRole;

/** An account as a place where somebody may work. */
export interface Workplace {
  readonly id: string;
  readonly name: { readonly ja: string; readonly en: string };
}

interface PersonFormProps {
  /** Null: somebody new. */
  person: PersonView | null;
  /** What one may do oneself is changed by somebody else. */
  isSelf?: boolean;
  accounts: readonly Workplace[];
  onClose: () => void;
}

/** Who somebody is and what they do here. What is taken away works at once, and the dialog says so before. */
export function PersonForm({ person, isSelf = false, accounts, onClose }: PersonFormProps): JSX.Element {
  const { t } = useTranslation();
  // What the person at the screen saw when they began.
  const [seen] = useState(person);
  const save = useSavePerson(seen?.staffId ?? null);
  const [login, setLogin] = useState('');
  const [displayName, setDisplayName] = useState(seen?.displayName ?? '');
  const [administrator, setAdministrator] = useState(seen?.administrator ?? false);
  const [capacity, setCapacity] = useState(String(seen?.capacity ?? 3));
  const [chosen, setChosen] = useState<readonly Profession[]>(seen?.professions ?? []);
  const [languages, setLanguages] = useState(seen?.languages.join(' ') ?? '');
  const [places, setPlaces] = useState(
    () =>
      new Map<string, Place>(
        [...(seen?.oversight ?? []), ...(seen?.memberships ?? [])].map(({ accountId, role }) => [
          accountId,
          role,
        ]),
      ),
  );
  const isStale = seen !== null && person !== null && person.version !== seen.version;
  const submit = (): void =>
    save.mutate(
      {
        ...(seen === null ? { login } : { version: seen.version }),
        displayName: displayName.trim(),
        administrator,
        capacity: Number(capacity.normalize('NFKC')),
        professions: [...chosen],
        languages: languagesOf(languages),
        memberships: placesOf(places, membershipRoleSchema.options),
        oversight: placesOf(places, oversightRoleSchema.options),
      },
      { onSuccess: onClose },
    );
  const missing = t('accounts.missing');
  return (
    <ActionDialog
      title={seen === null ? t('people.addTitle') : t('people.changeTitle', { name: seen.displayName })}
      explain={t(seen === null ? 'people.addExplain' : 'people.changeExplain')}
      confirm={t(seen === null ? 'people.add' : 'accounts.save')}
      action={save}
      isDisabled={isStale}
      onConfirm={submit}
      onClose={onClose}
    >
      {isStale && (
        <Notice tone="amber" role="status" icon="alert">
          {t('accounts.lineStale')}
        </Notice>
      )}
      <TextField
        label={t('people.name')}
        value={displayName}
        onChange={setDisplayName}
        isRequired
        missing={missing}
        maxLength={50}
        autoFocus
      />
      {seen === null && (
        <TextField
          label={t('session.login')}
          hint={t('people.loginHint')}
          value={login}
          onChange={setLogin}
          isRequired
          missing={missing}
          maxLength={100}
          autoComplete="off"
          validate={(text) => (/^[a-z0-9][a-z0-9._@-]*$/.test(text) ? null : t('people.loginWrong'))}
        />
      )}
      {isSelf ? (
        <p className={styles.explain}>{t('people.ownRoles')}</p>
      ) : (
        <>
          <Toggle isOn={administrator} onChange={setAdministrator}>
            {t('people.administrator')}
          </Toggle>
          <Places accounts={accounts} places={places} onChange={setPlaces} />
        </>
      )}
      <TextField
        label={t('people.capacity')}
        value={capacity}
        onChange={setCapacity}
        inputMode="numeric"
        isRequired
        missing={missing}
        validate={(text) => {
          const number = Number(text.normalize('NFKC'));
          return Number.isInteger(number) && number >= 1 && number <= 50
            ? null
            : t('accounts.range', { min: 1, max: 50 });
        }}
      />
      <Professions chosen={chosen} onChange={setChosen} />
      <TextField
        label={t('people.languages')}
        hint={t('people.languagesHint')}
        value={languages}
        onChange={setLanguages}
        autoComplete="off"
        validate={(text) =>
          languagesOf(text).every((each) => /^[a-z]{2,3}$/.test(each)) ? null : t('people.languagesWrong')
        }
      />
    </ActionDialog>
  );
}

function languagesOf(text: string): string[] {
  return [...new Set(text.toLowerCase().split(/[\s,、]+/))].filter((each) => each !== '');
}

function placesOf<Role extends Place>(
  places: ReadonlyMap<string, Place>,
  roles: readonly Role[],
): { accountId: string; role: Role }[] {
  return [...places].flatMap(([accountId, place]) => {
    const role = roles.find((each) => each === place);
    return role === undefined ? [] : [{ accountId, role }];
  });
}

interface PlacesProps {
  accounts: readonly Workplace[];
  places: ReadonlyMap<string, Place>;
  onChange: (places: Map<string, Place>) => void;
}

function Places({ accounts, places, onChange }: PlacesProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const choices = [
    { value: 'none' as const, name: t('people.noMember') },
    ...[...membershipRoleSchema.options, ...oversightRoleSchema.options].map((role) => ({
      value: role,
      name: t(`people.role.${role}`),
    })),
  ];
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{t('people.memberships')}</legend>
      {accounts.length === 0 && <p className={styles.explain}>{t('people.noAccounts')}</p>}
      {accounts.map(({ id, name }) => (
        <SelectField
          key={id}
          label={name[language]}
          value={places.get(id) ?? 'none'}
          choices={choices}
          onChange={(role) => {
            const after = new Map(places);
            if (role === 'none') after.delete(id);
            else after.set(id, role);
            onChange(after);
          }}
        />
      ))}
    </fieldset>
  );
}

interface ProfessionsProps {
  chosen: readonly Profession[];
  onChange: (chosen: readonly Profession[]) => void;
}

function Professions({ chosen, onChange }: ProfessionsProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{t('people.professions')}</legend>
      {professions.map((profession) => (
        <Toggle
          key={profession}
          isOn={chosen.includes(profession)}
          onChange={(isOn) =>
            onChange(isOn ? [...chosen, profession] : chosen.filter((each) => each !== profession))
          }
        >
          {t(`profession.${profession}`)}
        </Toggle>
      ))}
    </fieldset>
  );
}
