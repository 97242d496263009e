import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SetAsideView } from '../../shared/contract.js';
import { fileSize } from '../../shared/format/size.js';
import { dayAndTime, dayName } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useShape } from './api/set-aside.js';
import styles from './set-aside.module.css';
import { ShapeTree } from './shape-tree.js';

interface SetAsideRowProps {
  item: SetAsideView['items'][number];
  isChosen: boolean;
  onToggle: () => void;
}

export function SetAsideRow({ item, isChosen, onToggle }: SetAsideRowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const time = dayAndTime(item.receivedAt, language);
  return (
    <li className={styles.row} data-set-aside={item.reason}>
      <input
        type="checkbox"
        className={styles.check}
        checked={isChosen && !item.replayRequested}
        disabled={item.replayRequested}
        aria-label={t('administrator.select', { time })}
        onChange={onToggle}
      />
      <div className={styles.body}>
        <p className={styles.reason}>
          {t(`administrator.reason.${item.reason}`)}
          {item.replayRequested && <Chip tone="accent">{t('administrator.replayRequested')}</Chip>}
        </p>
        <dl className={styles.facts}>
          <Fact name={t('administrator.received')}>
            <time dateTime={item.receivedAt}>{time}</time>
          </Fact>
          {item.keptUntil !== null && (
            <Fact name={t('administrator.keptUntil')}>
              <time dateTime={item.keptUntil}>{dayName(item.keptUntil, language)}</time>
            </Fact>
          )}
          <Fact name={t('administrator.account')}>{item.accountId}</Fact>
          <Fact name={t('administrator.size')}>{fileSize(item.bytes, language)}</Fact>
          <Fact name={t('administrator.attempts')}>
            {t('administrator.attemptsValue', { count: item.attempts })}
          </Fact>
          <Fact name={t('administrator.error')}>
            {item.error === null ? (
              t('administrator.none')
            ) : (
              <code className={styles.error}>{item.error}</code>
            )}
          </Fact>
        </dl>
        {isOpen && <ItemShape id={item.id} />}
      </div>
      <Button size="small" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
        {t(isOpen ? 'administrator.hideShape' : 'administrator.showShape')}
      </Button>
    </li>
  );
}

export function Fact({ name, children }: { name: string; children: React.ReactNode }): JSX.Element {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ItemShape({ id }: { id: string }): JSX.Element {
  const { t } = useTranslation();
  const query = useShape(id);
  if (query.data === undefined) return <LoadState query={query} />;
  if (query.data.shape === null) return <p className={styles.hint}>{t('administrator.noShape')}</p>;
  return (
    <>
      <p className={styles.hint}>{t('administrator.shapeHint')}</p>
      <ShapeTree shape={query.data.shape} />
    </>
  );
}
