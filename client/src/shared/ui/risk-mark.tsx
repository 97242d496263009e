import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type Risk } from '../contract.js';
import { classNames } from './class-names.js';
import { Icon, type IconName } from './icon.js';
import styles from './risk-mark.module.css';

/** Each level has a mark of its own as well as a colour. */
const icons: Record<Risk, IconName> = { none: 'check', watch: 'eye', high: 'flag', imminent: 'alert' };

interface RiskMarkProps {
  risk: Risk;
  /** Where nothing around it says what it is about. */
  isAlone?: boolean;
}

/** How much people fear for the caller, in a word. */
export function RiskMark({ risk, isAlone = true }: RiskMarkProps): JSX.Element {
  const { t } = useTranslation();
  const level = t(`risk.level.${risk}`);
  return (
    <span className={classNames(styles.mark, styles[risk])} data-risk={risk}>
      <Icon name={icons[risk]} size={13} />
      {isAlone ? t('risk.mark', { level }) : level}
    </span>
  );
}
