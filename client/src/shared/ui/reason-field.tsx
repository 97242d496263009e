import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { TextArea } from './text-area.js';

/** As the contract takes it. */
const longest = 500;

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  isFirst?: boolean;
}

/** Why somebody does what others will ask about. It is always needed, and blanks are no reason. */
export function ReasonField(props: ReasonFieldProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <TextArea {...props} label={t('reasonField.label')} missing={t('reasonField.missing')} limit={longest} />
  );
}
