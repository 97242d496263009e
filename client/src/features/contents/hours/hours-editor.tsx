import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  PREVIEW_DAYS,
  type Schedule,
  type SchedulePreview,
  schedulePreviewSchema,
  type ScheduleView,
  scheduleViewSchema,
  type ScheduleWarning,
} from '../../../shared/contract.js';
import { dayKey } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { ActionDialog } from '../../../shared/ui/action-dialog.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { Notice } from '../../../shared/ui/notice.js';
import { type Account, accountPath, useContent, usePreview, useSave } from '../api.js';
import common from '../contents.module.css';
import { SaveBar } from '../save-bar.js';
import { useEdit } from '../use-edit.js';
import { useSettled } from '../use-settled.js';
import { faultsOf } from './faults.js';
import styles from './hours.module.css';
import { PreviewList } from './preview-list.js';
import { ScheduleForm } from './schedule-form.js';
import { HoursVersions } from './versions.js';
import { shortDay } from './words.js';

/** Where there are none yet, or what there is can't be read: they begin with nothing. */
const noHours: Schedule = {
  weekly: [],
  holidays: 'closed',
  closedYearly: [],
  monthly: [],
  periods: [],
  dates: [],
  continuous: [],
};

/** The hours of an account: every rule of them, what they make of the next days, and what to know before they hold. */
export function HoursEditor({ account }: { account: Account }): JSX.Element {
  const path = `${accountPath(account.id)}/schedule`;
  const query = useContent(scheduleViewSchema, path);
  if (query.data === undefined) return <LoadState query={query} />;
  return <Editor path={path} view={query.data} />;
}

function Editor({ path, view }: { path: string; view: ScheduleView }): JSX.Element {
  const { t } = useTranslation();
  const edit = useEdit(view.schedule ?? noHours, view.version);
  const save = useSave({
    schema: scheduleViewSchema,
    path,
    keep: path,
    onSaved: ({ schedule, version }) => edit.adopt(schedule ?? noHours, version),
  });
  const faults = faultsOf(edit.draft);
  const [days, setDays] = useState<(typeof PREVIEW_DAYS)[number]>(PREVIEW_DAYS[0]);
  const settled = useSettled(edit.draft);
  const isSound = faultsOf(settled).size === 0;
  const preview = usePreview(
    schedulePreviewSchema,
    `${path}/preview`,
    isSound ? { schedule: settled, days } : null,
  );
  // Until the server has said which day it is.
  const [openingDay] = useState(() => dayKey(Date.now()).replaceAll('/', '-'));
  const [isAsking, setIsAsking] = useState(false);
  const closing = preview.data?.warnings.find((warning) => warning.kind === 'closes-now');
  const submit = (): void =>
    save.mutate(
      { version: edit.version, schedule: edit.draft },
      { onSuccess: () => setIsAsking(false), onError: () => setIsAsking(false) },
    );
  const fault = faults.has('')
    ? t('contents.hours.fault.never')
    : t('contents.hours.mend', { count: faults.size });
  return (
    <>
      {view.schedule === null && (
        <Notice tone="danger" icon="alert">
          {t('contents.hours.unreadable')}
        </Notice>
      )}
      <div className={common.columns}>
        <ScheduleForm
          schedule={edit.draft}
          faults={faults}
          today={preview.data?.days[0]?.date ?? openingDay}
          onChange={(part) => edit.change({ ...edit.draft, ...part })}
        />
        <div className={`${common.aside} ${common.stay}`}>
          {edit.isChanged && preview.data !== undefined && <Warnings preview={preview.data} />}
          {preview.data === undefined ? (
            isSound && <LoadState query={preview} />
          ) : (
            <PreviewList preview={preview.data} days={days} onDays={setDays} />
          )}
        </div>
      </div>
      <SaveBar
        edit={edit}
        saved={view}
        action={save}
        fault={edit.isChanged && faults.size > 0 ? fault : null}
        summary={
          preview.data !== undefined &&
          t('contents.hours.summary', { count: preview.data.changed.length, days: preview.data.days.length })
        }
        onSave={() => (closing === undefined ? submit() : setIsAsking(true))}
      />
      <HoursVersions path={path} onTake={edit.change} />
      {isAsking && closing !== undefined && (
        <ActionDialog
          title={t('contents.hours.closesNowQuestion')}
          explain={t('contents.hours.warning.closes-now', { count: closing.waiting })}
          confirm={t('contents.hours.saveAndClose')}
          look="danger"
          action={save}
          onConfirm={submit}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

function Warnings({ preview }: { preview: SchedulePreview }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  if (preview.warnings.length === 0) return null;
  const words = (warning: ScheduleWarning): string => {
    if ('waiting' in warning) return t(`contents.hours.warning.${warning.kind}`, { count: warning.waiting });
    if ('dates' in warning) {
      const dates = warning.dates.slice(0, 6).map((date) => shortDay(date, language));
      return t(`contents.hours.warning.${warning.kind}`, {
        count: warning.dates.length,
        dates: dates.join(t('contents.hours.and')) + (warning.dates.length > 6 ? '…' : ''),
      });
    }
    return t(`contents.hours.warning.${warning.kind}`);
  };
  return (
    <div className={styles.warnings} role="status">
      {preview.warnings.map((warning) => (
        <Notice
          key={warning.kind}
          tone={warning.kind === 'closes-now' || warning.kind === 'never-opens' ? 'danger' : 'amber'}
          icon="alert"
        >
          {words(warning)}
        </Notice>
      ))}
    </div>
  );
}
