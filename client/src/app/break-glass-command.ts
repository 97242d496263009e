/** The command by which somebody asks to read what isn't theirs, for whom there is one. */
export const breakGlassCommand = 'break-glass';
