import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { isDate } from './days.ts';

interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onPick: (day: string) => void;
}

/** A day. What is half typed stays with whoever types it. */
export function DateField({ label, value, onPick }: DateFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      type="date"
      label={label}
      value={typed ?? value}
      onChange={({ currentTarget: { value: day } }) => {
        setTyped(day);
        if (isDate(day)) onPick(day);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
