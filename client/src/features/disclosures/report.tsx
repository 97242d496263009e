import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EmergencyRow, REPORT_MONTH, type ReportRow } from '../../shared/contract.js';
import { inputOfInstant } from '../../shared/format/input-time.js';
import { type Language } from '../../shared/i18n/i18n.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useReport } from './api.js';
import styles from './disclosures.module.css';
import { SelectField } from './fields.js';

/** How far back one can look here; the CSV's address takes any year. */
const YEARS = 6;

/** A year in figures that may be published. */
export function Report(): JSX.Element {
  const { t } = useTranslation();
  const [newest] = useState(newestYear);
  const [year, setYear] = useState(String(newest));
  const query = useReport(Number(year));
  const years = Array.from({ length: YEARS }, (_, index) => String(newest - index));
  return (
    <>
      <p className={styles.explain}>{t('disclosure.reportExplain')}</p>
      <div className={styles.reportBar}>
        <SelectField
          label={t('disclosure.year')}
          value={year}
          options={years.map((each) => [each, t('disclosure.yearName', { year: each })])}
          onChange={setYear}
        />
        <a className={styles.download} href={`/api/disclosures/report.csv?year=${year}`} download>
          {t('disclosure.csv')}
        </a>
      </div>
      {query.data === undefined ? (
        <LoadState query={query} />
      ) : (
        <>
          <ReportTable
            caption={t('disclosure.byAsker')}
            rows={query.data.askers}
            nameOf={(name) => t(`disclosure.askerKind.${name as 'police'}`)}
          />
          <ReportTable
            caption={t('disclosure.byBasis')}
            rows={query.data.bases}
            nameOf={(name) => t(`disclosure.basis.${name as 'warrant'}`)}
          />
          <EmergencyTable rows={query.data.emergencies} />
        </>
      )}
    </>
  );
}

/** The last year whose report is closed. */
function newestYear(): number {
  const [year = 0, month = 1] = inputOfInstant(Date.now()).split('-').map(Number);
  return month < REPORT_MONTH ? year - 2 : year - 1;
}

function monthName(month: number, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  return format.format(Date.UTC(2000, month - 1, 1));
}

/** Told at once, by a person: there was no request that could have been refused. */
function EmergencyTable({ rows }: { rows: readonly EmergencyRow[] }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <CountTable
      caption={t('disclosure.toldInEmergencies')}
      counts={[t('disclosure.count.told')]}
      rows={rows.map(({ name, given }) => ({
        name: monthName(Number(name), language),
        isEmpty: given === '0',
        counts: [given],
      }))}
    />
  );
}

interface ReportTableProps {
  caption: string;
  rows: readonly ReportRow[];
  nameOf: (name: string) => string;
}

const counted = ['received', 'given', 'refused', 'open'] as const;

function ReportTable({ caption, rows, nameOf }: ReportTableProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <CountTable
      caption={caption}
      counts={counted.map((each) => t(`disclosure.count.${each}`))}
      rows={rows.map((row) => ({
        name: nameOf(row.name),
        isEmpty: row.received === '0',
        counts: counted.map((each) => row[each]),
      }))}
    />
  );
}

interface CountTableProps {
  caption: string;
  /** What is counted, column by column. */
  counts: readonly string[];
  rows: readonly { readonly name: string; readonly isEmpty: boolean; readonly counts: readonly string[] }[];
}

function CountTable({ caption, counts, rows }: CountTableProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.tableFrame} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {[t('disclosure.count.of'), ...counts].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} data-empty={row.isEmpty}>
              <th scope="row">{row.name}</th>
              {row.counts.map((count, column) => (
                <td key={counts[column]}>{count}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
