import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type FigureList } from '../../shared/contract.js';
import { Link } from '../../shared/navigation/link.js';
import { addressOfList, paths } from '../../shared/navigation/location.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './figures.module.css';

export interface FigureProps {
  list: FigureList;
  name: string;
  value: string;
  /** `lit`: somebody waits behind this number. `grave`: somebody is in danger, or our words didn't arrive. */
  tone: 'calm' | 'lit' | 'grave';
  detail?: ReactNode;
  /** What is wrong, in words; the mark comes with it. */
  alert?: string | null;
  isSelected: boolean;
}

/** A number that leads to what it counts. */
export function FigureTile(props: FigureProps): JSX.Element {
  const { list, name, value, tone, detail, alert = null, isSelected } = props;
  const { t } = useTranslation();
  return (
    <li className={styles.item}>
      <Link
        href={isSelected ? paths.board : addressOfList(list)}
        className={classNames(styles.figure, styles[tone])}
        data-figure={list}
        aria-current={isSelected ? 'true' : undefined}
      >
        <span className={styles.name}>{name}</span>
        <span className={styles.number}>{value}</span>
        <span className={styles.detail}>
          {alert === null ? (
            detail
          ) : (
            <span className={styles.alert}>
              <Icon name="alert" size={14} />
              {alert}
            </span>
          )}
        </span>
        <span className="visually-hidden">{t('bridge.open')}</span>
      </Link>
    </li>
  );
}
