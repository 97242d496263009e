import { type JSX } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../shared/commands/use-commands.js';
import { useSound } from '../../shared/sound/sound-context.js';
import { type SoundKind, soundKinds } from '../../shared/sound/tones.js';
import { useOutputState, useSoundChoice } from '../../shared/sound/use-ringing.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { Notice } from '../../shared/ui/notice.js';
import { LoudnessForm } from './loudness-form.js';
import { NoticeSettings } from './notice-settings.js';
import styles from './sound-settings.module.css';

/** The one place for what a person hears. It says at a glance that nothing can be heard, and why. */
export function SoundSettingsMenu(): JSX.Element {
  const { t } = useTranslation();
  const state = useOutputState();
  const { isMuted } = useSoundChoice();
  const { settings } = useSound();
  useCommands([
    {
      id: 'sound',
      group: 'self',
      name: t(isMuted ? 'command.unmute' : 'command.mute'),
      words: t('command.words.sound'),
      icon: isMuted ? 'sound' : 'soundOff',
      run: () => settings.change({ isMuted: !isMuted }),
    },
  ]);
  const isBlocked = state === 'blocked' && !isMuted;
  return (
    <DialogTrigger>
      <Button
        look="plain"
        size="small"
        className={classNames(styles.button, isBlocked && styles.isBlocked)}
        aria-label={t(isMuted ? 'sound.buttonMuted' : isBlocked ? 'sound.buttonBlocked' : 'sound.button')}
      >
        {isBlocked && <span className={styles.blocked}>{t('sound.blocked')}</span>}
        <Icon name={isMuted || state !== 'ready' ? 'soundOff' : 'sound'} size={20} />
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Dialog className={styles.dialog ?? ''}>
          <Heading slot="title" className={styles.heading ?? ''}>
            {t('sound.heading')}
          </Heading>
          {state === 'blocked' && <Notice tone="amber">{t('sound.blockedHint')}</Notice>}
          {state === 'missing' && <Notice tone="amber">{t('sound.missing')}</Notice>}
          <LoudnessForm />
          <ul className={styles.kinds}>
            {soundKinds.map((kind) => (
              <KindRow key={kind} kind={kind} />
            ))}
          </ul>
          <NoticeSettings />
          <p className={styles.hint}>{t('sound.alwaysShown')}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function KindRow({ kind }: { kind: SoundKind }): JSX.Element {
  const { t } = useTranslation();
  const sound = useSound();
  const name = t(`sound.kind.${kind}`);
  return (
    <li className={styles.kind}>
      <div>
        <p className={styles.name}>{name}</p>
        <p className={styles.hint}>{t(`sound.kindHint.${kind}`)}</p>
      </div>
      <Button size="small" aria-label={t('sound.testLabel', { name })} onPress={() => sound.test(kind)}>
        <Icon name="play" size={14} />
        {t('sound.test')}
      </Button>
    </li>
  );
}
