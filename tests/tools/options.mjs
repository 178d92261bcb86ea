// The options `--name value` of a script.

/** The values of the options in `names`; ends the program where another option stands or a value is missing. */
export function options(names) {
  const given = {};
  const words = process.argv.slice(2);
  while (words.length) {
    const name = words.shift().replace(/^--/, '');
    if (!names.includes(name) || !words.length) {
      console.error(`unknown option or no value: --${name} (there are: ${names.map((one) => `--${one}`).join(' ')})`);
      process.exit(2);
    }
    given[name] = words.shift();
  }
  return given;
}
