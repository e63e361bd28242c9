/** What `npm run <command> -- --help` says; `story` and `events` tell their own. */
export const HELP = {
  start: `
  The loop, until Ctrl-C.

  npm start                                set up, start, say where it is
    -- --exit                              only see that it starts, and end
  PORT, HOST, DATABASE_URL, KAFKA_BROKERS, EVENTS=kafka|postgres and the rest: see .env.example
`,
  check: `
  Format, lint, types, architecture and rules, in under a minute and without a database.

  npm run check
`,
  test: `
  Every test: rules, services on a real Postgres, the loop on a real Kafka. Needs a broker.

  npm test
    -- intake recurrence                   only files whose path has one of these words
    -- -t "C17"                            only tests whose title has it; every other option of Jest
`,
  migrate: `
  Schemas, roles, migrations and topics on the servers of DATABASE_URL and KAFKA_BROKERS.

  DATABASE_URL=… npm run migrate           again changes nothing
  INTAKE_DATABASE_PASSWORD and the like    the passwords of the roles; without them those of this folder's secret
`,
  token: `
  A token of the development issuer, on stdout.

  npm run -s token -- --role agent --name Minji
    --role agent,importer                  several roles; --name says who acts
    --hours 12                             how long it is good for
`,
  bench: `
  The figures, against a floor measured in the same run, on a loop of their own with empty data. intake and chain
  go by turns with their floor, three rounds each, from rest: intake takes ten minutes, chain three.

  npm run bench                            all of them, or the named: intake, chain, loop, crash, idle, events, poison, rebuild
    -- intake chain --seconds 8            how long each measurement takes
    -- rebuild --events 1000000            how large the rebuild is
  EVENTS=postgres npm run bench -- loop    on the log in Postgres
`,
  chaos: `
  Faults of every kind on a loop of its own, then a checker of the promises I1 to I10 and I12.

  npm run chaos
    -- --seed 7 --minutes 20               the same seed plans the same faults
    --transport kafka|postgres             where the events go
    --faults kill,cut                      only these
    --load 4 --complaints 200              complaints a second, and when they are enough
    --backlog 3000                         events that gather while a service is away
`,
};

/** Does somebody ask for help? */
export const asksForHelp = (words) => words.includes('--help') || words[0] === '-h';
