import { DomainError, IllegalTransition, mustBeAt, NotFound } from '#libs/domain-kit';
import { messagingMigrations, runWork } from '#libs/messaging';
import { Body, Controller, Get, HttpCode, Inject, Module, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DataSource, EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import {
  Allow,
  ApiReply,
  Caller,
  createOnce,
  cursorQuery,
  DatabaseModule,
  decodeCursor,
  IfMatch,
  limitQuery,
  pageOf,
  pageSchema,
  pastMoment,
  serviceKitMigrations,
  text,
  uuidParam,
  type ServiceDatabase,
} from '../src/index.js';

interface Note {
  id: string;
  text: string;
  version: number;
  writtenAt: Date;
}

const NoteTable = new EntitySchema<Note>({
  name: 'note',
  columns: {
    id: { type: 'uuid', primary: true },
    text: { type: 'text' },
    version: { type: 'int' },
    writtenAt: { name: 'written_at', type: 'timestamptz', precision: 3 },
  },
});

class Note1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table note (id uuid primary key, text text not null unique, version int not null, written_at timestamptz(3) not null)',
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table note');
  }
}

export const notesDatabase: ServiceDatabase = {
  schema: 'notes',
  tables: [NoteTable],
  migrations: [...messagingMigrations, ...serviceKitMigrations, Note1700000001000],
};

const NOTES = { name: 'notes' };
const NoteBody = z.strictObject({
  text: text(200),
  writtenAt: pastMoment().optional(),
  tags: z.array(z.strictObject({ name: text(20) })).optional(),
});
const NoteReply = z.object({ id: z.uuid(), text: z.string(), version: z.int(), writtenAt: z.date() });
const ListQuery = z.strictObject({ limit: limitQuery, cursor: cursorQuery });

const REFUSALS: Record<string, () => Error> = {
  illegal: () => new IllegalTransition('closed', 'reopen', ['archive']),
  missing: () => new NotFound('note'),
  forbidden: () => new DomainError('note.not-yours', 'This note is not yours.', 'forbidden'),
  invalid: () => new DomainError('note.too-dull', 'The note is too dull.', 'invalid', { field: '/text', remedy: 'Write something interesting.' }),
  unforeseen: () => new Error('a secret detail'),
};

@Controller('v1/notes')
class NotesController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Post()
  @Allow('agent', 'importer')
  @ApiReply(201, NoteReply)
  @ApiReply(200, NoteReply)
  create(
    @Body({ schema: NoteBody }) body: z.infer<typeof NoteBody>,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Note> {
    return createOnce(this.db, caller, async (work) => {
      if (body.text === 'slow') await work.tx.query('select pg_sleep(0.3)');
      if (body.text === 'seen before') reply.status(200);
      const note = { id: work.newId(), text: body.text, version: 1, writtenAt: work.now };
      await work.tx.getRepository(NoteTable).insert(note);
      return { ...note, secret: 'must not leak' };
    });
  }

  @Get()
  @Allow('agent')
  @ApiReply(200, pageSchema(NoteReply))
  async list(@Query({ schema: ListQuery }) { limit, cursor }: z.infer<typeof ListQuery>) {
    const after = decodeCursor(NOTES, cursor)?.[0] ?? '00000000-0000-0000-0000-000000000000';
    const rows = await this.db
      .getRepository(NoteTable)
      .createQueryBuilder('n')
      .where('n.id > :after', { after })
      .orderBy('n.id')
      .take(limit + 1)
      .getMany();
    return pageOf(NOTES, rows, limit, (last) => [last.id]);
  }

  @Get('refused/:how')
  @Allow('public')
  refuse(@Param('how') how: string): never {
    throw REFUSALS[how]!();
  }

  @Get('me')
  @Allow('customer', 'agent')
  me(@Caller() caller: Caller) {
    return caller;
  }

  @Get(':id')
  @Allow('agent', 'importer')
  @ApiReply(200, NoteReply)
  async read(@Param('id', { schema: uuidParam }) id: string): Promise<Note> {
    const note = await this.db.getRepository(NoteTable).findOneBy({ id });
    if (!note) throw new NotFound('note');
    return note;
  }

  @Patch(':id')
  @Allow('agent', 'importer')
  @ApiReply(200, NoteReply)
  change(
    @Param('id', { schema: uuidParam }) id: string,
    @Body({ schema: NoteBody }) body: z.infer<typeof NoteBody>,
    @IfMatch() expected: number | undefined,
    @Caller() caller: Caller,
  ): Promise<Note> {
    return runWork(this.db, caller, async ({ tx }) => {
      const notes = tx.getRepository(NoteTable);
      const note = await notes.findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
      mustBeAt('note', note, expected);
      return notes.save({ ...note, text: body.text, version: note.version + 1 });
    });
  }

  @Post(':id/lock')
  @HttpCode(204)
  @Allow('public')
  async lock(@Param('id', { schema: uuidParam }) id: string): Promise<void> {
    await this.db.query('update note set version = version + 1 where id = $1', [id]);
  }
}

/** A service as small as can be, to try the kit on. */
@Module({ imports: [DatabaseModule.forService(notesDatabase)], controllers: [NotesController] })
export class NotesModule {}

@Controller('v1/open')
class OpenController {
  @Get()
  read(): string {
    return 'nobody said who may';
  }
}

@Module({ controllers: [OpenController] })
export class OpenModule {}
