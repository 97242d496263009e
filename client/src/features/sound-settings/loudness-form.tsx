import { type JSX } from 'react';
import { Label } from 'react-aria-components/Label';
import { Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import { Switch } from 'react-aria-components/Switch';
import { useTranslation } from 'react-i18next';
import { useSound } from '../../shared/sound/sound-context.js';
import { useSoundChoice } from '../../shared/sound/use-ringing.js';
import styles from './sound-settings.module.css';

export function LoudnessForm(): JSX.Element {
  const { t } = useTranslation();
  const { settings } = useSound();
  const { volume, isMuted } = useSoundChoice();
  const percent = Math.round(volume * 100);
  return (
    <div className={styles.loudness}>
      <Switch
        className={styles.switch ?? ''}
        isSelected={!isMuted}
        onChange={(isOn) => settings.change({ isMuted: !isOn })}
      >
        <span className={styles.switchTrack} aria-hidden="true" />
        {t('sound.isOn')}
      </Switch>
      <Slider
        className={styles.slider ?? ''}
        value={percent}
        minValue={10}
        maxValue={100}
        step={10}
        isDisabled={isMuted}
        onChange={(value) => settings.change({ volume: value / 100 })}
      >
        <Label className={styles.label ?? ''}>{t('sound.volume')}</Label>
        <SliderOutput className={styles.output ?? ''}>{t('sound.volumeValue', { percent })}</SliderOutput>
        <SliderTrack className={styles.track ?? ''}>
          <span className={styles.fill} style={{ width: `${((percent - 10) / 90) * 100}%` }} />
          <SliderThumb className={styles.thumb ?? ''} />
        </SliderTrack>
      </Slider>
    </div>
  );
}
