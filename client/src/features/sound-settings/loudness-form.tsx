import { type JSX } from 'react';
import { Label } from 'react-aria-components/Label';
import { Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import { useTranslation } from 'react-i18next';
import { useSound } from '../../shared/sound/sound-context.js';
import { useSoundChoice } from '../../shared/sound/use-ringing.js';
import { Toggle } from '../../shared/ui/toggle.js';
import styles from './sound-settings.module.css';

export function LoudnessForm(): JSX.Element {
  const { t } = useTranslation();
  const { settings } = useSound();
  const { volume, whisperVolume, isMuted } = useSoundChoice();
  return (
    <div className={styles.loudness}>
      <Toggle isOn={!isMuted} onChange={(isOn) => settings.change({ isMuted: !isOn })}>
        {t('sound.isOn')}
      </Toggle>
      <Volume
        label={t('sound.volume')}
        volume={volume}
        isDisabled={isMuted}
        onChange={(next) => settings.change({ volume: next })}
      />
      <Volume
        label={t('sound.whisperVolume')}
        volume={whisperVolume}
        isDisabled={isMuted}
        onChange={(next) => settings.change({ whisperVolume: next })}
      />
    </div>
  );
}

interface VolumeProps {
  label: string;
  /** 0 to 1. */
  volume: number;
  isDisabled: boolean;
  onChange: (volume: number) => void;
}

function Volume({ label, volume, isDisabled, onChange }: VolumeProps): JSX.Element {
  const { t } = useTranslation();
  const percent = Math.round(volume * 100);
  return (
    <Slider
      className={styles.slider ?? ''}
      value={percent}
      minValue={10}
      maxValue={100}
      step={10}
      isDisabled={isDisabled}
      onChange={(value) => onChange(value / 100)}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <SliderOutput className={styles.output ?? ''}>{t('sound.volumeValue', { percent })}</SliderOutput>
      <SliderTrack className={styles.track ?? ''}>
        <span className={styles.fill} style={{ width: `${((percent - 10) / 90) * 100}%` }} />
        <SliderThumb className={styles.thumb ?? ''} />
      </SliderTrack>
    </Slider>
  );
}
