/** The clock of a demo, which everybody may set. */
export const clock = {
  button: 'Demo clock',
  heading: 'The demo’s clock',
  explain: 'Opening hours and other rules go by this clock. It changes for everybody.',
  real: 'Real time',
  shifted: 'Shifted',
  instant: 'Date and time (Japan)',
  set: 'Set the clock',
  weekdayMorning: 'Weekday 10:00',
  weekdayEvening: 'Weekday 19:00',
  saturdayNight: 'Saturday 03:00',
  presets: 'Handy times',
  reset: 'Back to real time',
  invalid: 'Please enter a date and time.',
};
