import { type JSX, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './contents.module.css';

interface RowListProps<Row> {
  title: string;
  explain?: string;
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  /** What is said where there is none. */
  empty: string;
  add: string;
  make: () => Row;
  /** How a row is called on its buttons. */
  nameOf: (row: Row, index: number) => string;
  canSort?: boolean;
  /** Its place stands before each. */
  isNumbered?: boolean;
  mayRemove?: (row: Row) => boolean;
  /** Deeper in another list: one heading lower. */
  isInner?: boolean;
  children: (row: Row, change: (part: Partial<Row>) => void, index: number) => ReactNode;
}

/** Some of the same kind, that can be added, changed, moved and taken away by keyboard alone. */
export function RowList<Row>(props: RowListProps<Row>): JSX.Element {
  const { title, explain, rows, onChange, empty, add, make, isInner = false } = props;
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const [added, setAdded] = useState(0);
  const [moved, setMoved] = useState<Moved | null>(null);
  // Whoever moves a row stays in it, wherever it is now.
  useEffect(() => {
    if (moved !== null) focusIn(list.current?.children[moved.to], moved.part);
  }, [moved]);
  useEffect(() => {
    if (added > 0) list.current?.lastElementChild?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [added]);
  const Heading = isInner ? 'h4' : 'h3';
  return (
    <section aria-labelledby={id} className={isInner ? styles.inner : styles.card}>
      <Heading id={id} className={styles.title}>
        {title}
      </Heading>
      {explain !== undefined && <p className={styles.explain}>{explain}</p>}
      {props.canSort === true && rows.length > 1 && (
        <p className={styles.explain}>{t('contents.sortHint')}</p>
      )}
      {rows.length === 0 && empty !== '' && <p className={styles.explain}>{empty}</p>}
      <ol className={styles.rows} ref={list}>
        {rows.map((row, index) => (
          <Row
            // Rows have no name of their own before they are saved; all that is in them is controlled.
            key={index}
            {...props}
            row={row}
            index={index}
            onMove={(to, part) => {
              onChange(rows.toSpliced(index, 1).toSpliced(to, 0, row));
              setMoved({ to, part });
            }}
            onRemove={() => {
              onChange(rows.toSpliced(index, 1));
              addButton.current?.focus();
            }}
          />
        ))}
      </ol>
      <Button
        ref={addButton}
        size="small"
        className={styles.add ?? ''}
        onPress={() => {
          onChange([...rows, make()]);
          setAdded(added + 1);
        }}
      >
        <Icon name="add" size={16} />
        {add}
      </Button>
    </section>
  );
}

/** Where a row is now, and in which of its parts the keyboard was. */
interface Moved {
  readonly to: number;
  readonly part: number;
}

const parts = 'input, textarea, select, button';

function focusIn(row: Element | undefined, part: number): void {
  const all = [...(row?.querySelectorAll<HTMLElement>(parts) ?? [])];
  const wanted = all[part];
  // At either end the button that brought it there can't be pressed any more: the other one is beside it.
  const isShut = wanted?.matches(':disabled') === true;
  const beside = [all[part - 1], all[part + 1]].find((each) => each?.matches('[data-move]:not(:disabled)'));
  (isShut ? beside : wanted)?.focus();
}

interface RowProps<Row> extends RowListProps<Row> {
  row: Row;
  index: number;
  onMove: (to: number, part: number) => void;
  onRemove: () => void;
}

function Row<Row>(props: RowProps<Row>): JSX.Element {
  const { row, rows, index, onChange, onMove, onRemove, nameOf, mayRemove, children } = props;
  const { canSort = false, isNumbered = false } = props;
  const { t } = useTranslation();
  const item = useRef<HTMLLIElement>(null);
  const name = nameOf(row, index);
  const move = (to: number): void => {
    if (to < 0 || to >= rows.length) return;
    const all = [...(item.current?.querySelectorAll(parts) ?? [])];
    onMove(
      to,
      all.findIndex((each) => each === document.activeElement),
    );
  };
  const byKey = (event: KeyboardEvent): void => {
    const isArrow = event.key === 'ArrowUp' || event.key === 'ArrowDown';
    // In a choice of the browser's the same keys open it.
    if (!canSort || !isArrow || !event.altKey || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? index - 1 : index + 1);
  };
  return (
    <li className={styles.row} ref={item} onKeyDown={byKey}>
      {isNumbered && (
        <span className={styles.place} aria-hidden="true">
          {index + 1}
        </span>
      )}
      <div className={styles.parts}>
        {children(row, (part) => onChange(rows.with(index, { ...row, ...part })), index)}
      </div>
      <div className={classNames(styles.tools, isNumbered && styles.stacked)}>
        {canSort && (
          <>
            <Button
              look="plain"
              size="icon"
              data-move
              aria-label={t('contents.up', { name })}
              isDisabled={index === 0}
              onPress={() => move(index - 1)}
            >
              <span className={styles.upward}>
                <Icon name="down" size={16} />
              </span>
            </Button>
            <Button
              look="plain"
              size="icon"
              data-move
              aria-label={t('contents.down', { name })}
              isDisabled={index === rows.length - 1}
              onPress={() => move(index + 1)}
            >
              <Icon name="down" size={16} />
            </Button>
          </>
        )}
        {(mayRemove === undefined || mayRemove(row)) && (
          <Button look="plain" size="icon" aria-label={t('contents.remove', { name })} onPress={onRemove}>
            <Icon name="close" size={16} />
          </Button>
        )}
      </div>
    </li>
  );
}
