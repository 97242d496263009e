import { type ComponentType, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type ChecklistStep,
  type ChecklistView,
  checklistViewSchema,
  type PhoneEntry,
  phoneListsSchema,
  STEPS_LIMIT,
} from '../../../shared/contract.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { type Account, accountPath, useContent, useSave } from '../api.js';
import { RowList } from '../row-list.js';
import { SaveBar } from '../save-bar.js';
import { useEdit } from '../use-edit.js';
import styles from './checklist.module.css';
import { draftOf, faultsOf, freshStep, isEarlier, type StepDraft, stepOf } from './draft.js';
import { StepFields } from './step-fields.js';

interface ChecklistEditorProps {
  account: Account;
  /** How counselors see such steps. */
  Preview: ComponentType<{ steps: readonly ChecklistStep[] }>;
}

/** What an account's people do when a life is in danger: what, by when, whom to call. */
export function ChecklistEditor({ account, Preview }: ChecklistEditorProps): JSX.Element {
  const path = `${accountPath(account.id)}/checklist`;
  const saved = useContent(checklistViewSchema, path);
  const lists = useContent(phoneListsSchema, '/api/phone-lists');
  if (saved.data === undefined) return <LoadState query={saved} />;
  if (lists.data === undefined) return <LoadState query={lists} />;
  const phones = lists.data.items
    .filter(({ accountIds }) => accountIds.includes(account.id))
    .flatMap(({ numbers }) => numbers);
  return <Editor path={path} saved={saved.data} phones={phones} Preview={Preview} />;
}

interface EditorProps extends Pick<ChecklistEditorProps, 'Preview'> {
  path: string;
  saved: ChecklistView;
  phones: readonly PhoneEntry[];
}

function Editor({ path, saved, phones, Preview }: EditorProps): JSX.Element {
  const { t } = useTranslation();
  const edit = useEdit(draftOf(saved), saved.version);
  const save = useSave({
    schema: checklistViewSchema,
    path,
    keep: path,
    onSaved: (next) => edit.adopt(draftOf(next), next.version),
  });
  const { today } = saved;
  const steps = edit.draft;
  const nameOf = ({ title }: StepDraft): string => title.trim() || t('checklist.fresh');
  const wrong = steps.find((step) => faultsOf(step, steps, today).length > 0);
  const fault = (): string | null => {
    if (steps.length === 0) return t('checklist.fault.none');
    if (steps.length > STEPS_LIMIT) return t('checklist.fault.many');
    return wrong === undefined ? null : t('checklist.mend', { name: nameOf(wrong) });
  };
  return (
    <div className={styles.columns}>
      <RowList
        title={t('checklist.list')}
        explain={t('checklist.explain')}
        canSort
        isNumbered
        rows={steps}
        onChange={edit.change}
        empty={t('checklist.empty')}
        add={t('checklist.add')}
        make={() => freshStep}
        nameOf={nameOf}
      >
        {(step, change, index) => (
          <StepFields
            step={step}
            faults={edit.isChanged ? faultsOf(step, steps, today) : []}
            isEarlier={isEarlier(steps, index)}
            phones={phones}
            today={today}
            onChange={change}
          />
        )}
      </RowList>
      <Preview steps={steps.filter(({ title }) => title.trim() !== '').map(stepOf)} />
      <div className={styles.save}>
        <SaveBar
          edit={edit}
          saved={saved}
          action={save}
          fault={edit.isChanged ? fault() : null}
          onSave={() => save.mutate({ version: edit.version, steps: steps.map(stepOf) })}
        />
      </div>
    </div>
  );
}
