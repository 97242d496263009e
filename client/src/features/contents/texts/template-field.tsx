import { type JSX, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type TextPreview, textPreviewSchema } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { LineBubble } from '../../../shared/ui/line-bubble.js';
import { TextArea } from '../../../shared/ui/text-area.js';
import { usePreview } from '../api.js';
import { useSettled } from '../use-settled.js';
import styles from './template-field.module.css';

interface TemplateFieldProps {
  label: string;
  value: string;
  variables: readonly string[];
  /** Of the account whose values are filled in. */
  accountName: string;
  previewPath: string;
  rows?: number;
  fault?: string | undefined;
  onChange: (value: string) => void;
}

const names = ['account', 'hours', 'next', 'phones', 'position', 'again', 'kind', 'link', 'until'] as const;

/** A text with names in braces: what may stand there, how it would arrive, and how long it may become. */
export function TemplateField(props: TemplateFieldProps): JSX.Element {
  const { label, value, variables, accountName, previewPath, rows = 10, onChange } = props;
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const settled = useSettled(value);
  const preview = usePreview(
    textPreviewSchema,
    previewPath,
    settled.trim() === '' ? null : { body: settled },
  );
  const insert = (name: string): void => {
    const field = area.current;
    const from = field?.selectionStart ?? value.length;
    const words = `{${name}}`;
    onChange(value.slice(0, from) + words + value.slice(field?.selectionEnd ?? from));
    // Once the new words are in it, whoever writes goes on behind them.
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + words.length, from + words.length);
    });
  };
  const fault = useFault(value, preview.data);
  return (
    <div className={styles.pair}>
      <div className={styles.words}>
        <TextArea
          ref={area}
          label={label}
          value={value}
          rows={rows}
          error={props.fault ?? fault}
          onChange={onChange}
        />
        <div className={styles.variables} role="group" aria-label={t('hours.texts.variables')}>
          {names
            .filter((name) => variables.includes(name))
            .map((name) => (
              <Button key={name} size="small" className={styles.variable ?? ''} onPress={() => insert(name)}>
                <code>{`{${name}}`}</code>
                <span className={styles.means}>{t(`hours.texts.variable.${name}`)}</span>
              </Button>
            ))}
        </div>
      </div>
      <div className={styles.preview}>
        <LineBubble
          accountName={accountName}
          text={value.trim() === '' ? '' : (preview.data?.text ?? '')}
          quickReplies={preview.data?.quickReplies ?? []}
        />
        {preview.data !== undefined && (
          <p className={preview.data.longest > preview.data.limit ? styles.tooLong : styles.length}>
            {t('contents.texts.length', {
              count: preview.data.text.length,
              longest: preview.data.longest,
              limit: preview.data.limit,
            })}
          </p>
        )}
      </div>
    </div>
  );
}

function useFault(value: string, preview: TextPreview | undefined): string | undefined {
  const { t } = useTranslation();
  if (value.trim() === '') return t('contents.texts.empty');
  if (preview === undefined) return undefined;
  const unknown = preview.unknown.filter((name) => value.includes(`{${name}}`));
  if (unknown.length > 0)
    return t('contents.texts.unknown', { names: unknown.map((name) => `{${name}}`).join(' ') });
  if (preview.longest > preview.limit) return t('contents.texts.tooLong', { limit: preview.limit });
  return undefined;
}
