import { type JSX, useState, useSyncExternalStore } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { type DemoClockView } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { useDemoClock } from './api/get-clock.js';
import { ClockForm } from './clock-form.js';
import styles from './demo-clock.module.css';

/** A shift smaller than this is the travelling time of an answer, not somebody's wish. */
const shiftedMs = 2000;

export function DemoClock(): JSX.Element | null {
  const { t } = useTranslation();
  const { data: clock } = useDemoClock();
  const [isOpen, setIsOpen] = useState(false);
  if (clock === undefined) return null;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button look="soft" size="small">
        <Icon name="clock" size={16} />
        <ClockFace clock={clock} />
        <span className="visually-hidden">{t('clock.button')}</span>
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Dialog className={styles.dialog ?? ''}>
          <Heading slot="title" className={styles.heading ?? ''}>
            {t('clock.heading')}
          </Heading>
          <p className={styles.explain}>{t('clock.explain')}</p>
          <ClockForm clock={clock} onSet={() => setIsOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

function ClockFace({ clock }: { clock: DemoClockView }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const face = useSyncExternalStore(subscribe, () => dayAndTime(Date.now() + clock.offsetMs, language));
  const isShifted = Math.abs(clock.offsetMs) > shiftedMs;
  return (
    <>
      <span className={styles.face} data-clock-face>
        {face}
      </span>
      {isShifted && (
        <span className={styles.shifted}>
          <Chip tone="amber">{t('clock.shifted')}</Chip>
        </span>
      )}
    </>
  );
}
