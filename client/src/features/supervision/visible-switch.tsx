import { type JSX } from 'react';
import { Switch } from 'react-aria-components/Switch';
import { useTranslation } from 'react-i18next';
import styles from './whisper.module.css';

interface VisibleSwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** Whether the counselor sees that a supervisor looks on. */
export function VisibleSwitch({ isOn, onChange }: VisibleSwitchProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <Switch className={styles.switch ?? ''} isSelected={isOn} onChange={onChange}>
      <span className={styles.track} aria-hidden="true" />
      <span title={t('supervise.visibleHint')}>{t('supervise.visible')}</span>
    </Switch>
  );
}
