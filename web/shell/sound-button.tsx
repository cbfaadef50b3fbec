import { Button, Text } from '@mantine/core';
import { IconVolumeOff } from '@tabler/icons-react';
import { useDesk } from '../feed/desk-context.tsx';
import { useUnlockSound } from './alert-keeper.tsx';
import { useMe } from './use-me.ts';

/** There when the browser would let no tab sound: it wants to see somebody press something first. */
export function SoundButton() {
  const { browser } = useDesk();
  const { me } = useMe();
  const unlock = useUnlockSound();
  if (browser.canSound || me?.sound !== true) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconVolumeOff size={16} aria-hidden />}
      aria-label="Turn on sound"
      onClick={unlock}
    >
      {/* On a narrow screen there is room for the icon alone. */}
      <Text span inherit visibleFrom="sm">
        Turn on sound
      </Text>
    </Button>
  );
}
