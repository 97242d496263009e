import { type FiguresView } from '../../contract/figures.js';

/** Names as the API has them; a hidden count is empty. The mark at its start tells spreadsheets that it is UTF-8. */
export function figuresAsCsv({ accountId, month, total, tables }: FiguresView): string {
  const line = (table: string, name: string, count: number | null): string =>
    [accountId, month, table, quoted(name), count ?? ''].join(',');
  return `\uFEFF${[
    'account,month,table,name,count',
    line('all', 'total', total),
    ...tables.flatMap((table) => [
      line(table.name, 'total', table.total),
      ...(table.cells ?? []).map(({ name, label, count }) => line(table.name, label ?? name, count)),
    ]),
  ].join('\r\n')}\r\n`;
}

/** Categories have words of an administrator's: none is taken for a formula by who opens it. */
function quoted(name: string): string {
  const safe = /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
