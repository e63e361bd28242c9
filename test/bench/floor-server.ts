import Fastify from 'fastify';
import pg from 'pg';

// The floor: what this machine can do at all with the same Fastify and the same database, one row in one transaction a request.
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const http = Fastify();

async function inTransaction(sql: string, values: unknown[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(sql, values);
    await client.query('commit');
  } finally {
    client.release();
  }
}

await pool.query(`create schema if not exists floor`);
await pool.query(
  `create table if not exists floor.row (id uuid primary key, text text not null, version int not null default 1, at timestamptz not null default now())`,
);

http.post<{ Body: { id: string; text: string } }>('/rows', async ({ body }, reply) => {
  await inTransaction('insert into floor.row (id, text) values ($1, $2)', [body.id, body.text]);
  return reply.code(201).send({ id: body.id });
});
http.patch<{ Body: { id: string } }>('/rows', async ({ body }) => {
  await inTransaction('update floor.row set version = version + 1 where id = $1', [body.id]);
  return { id: body.id };
});

const address = await http.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ address });
process.on('disconnect', () => process.exit(0));
