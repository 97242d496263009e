import { type TFunction } from 'i18next';
import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type FigureTable } from '../../shared/contract.js';
import styles from './figures.module.css';

type Cell = NonNullable<FigureTable['cells']>[number];

/** A table with a bar beside each count; the bar says nothing that the count doesn't. */
export function FigureTableView({ table }: { table: FigureTable }): JSX.Element {
  const { t } = useTranslation();
  const caption = t(`figures.table.${table.name}`);
  const note = table.name === 'wait' ? t('figures.waitNote') : undefined;
  if (table.cells === null) {
    return (
      <section className={styles.table}>
        <h2 className={styles.caption}>{caption}</h2>
        <p className={styles.note}>{t('figures.tooFew')}</p>
      </section>
    );
  }
  const most = Math.max(1, ...table.cells.map(({ count }) => count ?? 0));
  return (
    <section className={styles.table}>
      <table>
        <caption className={styles.caption}>{caption}</caption>
        <tbody>
          {table.cells.map((cell) => (
            <tr key={cell.name} data-empty={cell.count === 0}>
              <th scope="row">{nameOf(t, table, cell)}</th>
              <td className={styles.count}>
                {cell.count === null ? (
                  <span className={styles.hidden}>{t('figures.hidden')}</span>
                ) : (
                  t('figures.count', { count: cell.count })
                )}
              </td>
              <td className={styles.barCell} aria-hidden="true">
                {cell.count === null ? (
                  <span className={styles.veil} />
                ) : (
                  <span className={styles.fill} style={{ inlineSize: `${(cell.count / most) * 100}%` }} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </section>
  );
}

function nameOf(t: TFunction, { name: table }: FigureTable, { name, label }: Cell): string {
  if (label !== null) return label;
  switch (table) {
    case 'hour':
    case 'closed-hour':
      if (name === 'closed') return t('figures.closed');
      return t('figures.hours', { from: Number(name), to: (Number(name) + 3) % 24 });
    case 'wait':
      return t(`figures.wait.${name as 'more'}`);
    case 'reach':
      return t(`figures.reach.${name as 'taken'}`);
    case 'ending':
      return t(`figures.ending.${name as 'ended'}`);
    case 'category':
      return t('figures.noCategory');
  }
}
