import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { type AnnouncementLevel } from '../contract/bulletin.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from '../ticket/ticket.entity.js';

/** What a supervisor or an administrator tells everybody of some accounts. */
@Entity('announcement')
@Index('announcement_made_at_index', ['madeAt'])
@Check('announcement_level_check', `level IN ('info', 'important')`)
@Check('announcement_withdrawn_check', `(withdrawn_at IS NULL) = (withdrawn_by IS NULL)`)
export class AnnouncementEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'announcement_pkey' })
  id!: string;

  @Column('varchar')
  level!: AnnouncementLevel;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'made_by', foreignKeyConstraintName: 'announcement_made_by_fkey' })
  maker!: StaffEntity;

  @Column('uuid', { name: 'made_by' })
  madeBy!: string;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt!: Date | null;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'withdrawn_by', foreignKeyConstraintName: 'announcement_withdrawn_by_fkey' })
  withdrawer!: StaffEntity | null;

  @Column('uuid', { name: 'withdrawn_by', nullable: true })
  withdrawnBy!: string | null;
}

/** The words of an announcement, for each of its accounts under that account's key. */
@Entity('announcement_account')
@Index('announcement_account_account_id_index', ['accountId'])
export class AnnouncementAccountEntity {
  @ManyToOne(() => AnnouncementEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'announcement_id',
    foreignKeyConstraintName: 'announcement_account_announcement_id_fkey',
  })
  announcement!: AnnouncementEntity;

  @PrimaryColumn('uuid', { name: 'announcement_id', primaryKeyConstraintName: 'announcement_account_pkey' })
  announcementId!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'announcement_account_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'announcement_account_pkey' })
  accountId!: string;

  @Column('bytea', { name: 'words_sealed' })
  wordsSealed!: Buffer;
}

@Entity('announcement_reading')
export class AnnouncementReadingEntity {
  @ManyToOne(() => AnnouncementEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'announcement_id',
    foreignKeyConstraintName: 'announcement_reading_announcement_id_fkey',
  })
  announcement!: AnnouncementEntity;

  @PrimaryColumn('uuid', { name: 'announcement_id', primaryKeyConstraintName: 'announcement_reading_pkey' })
  announcementId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'announcement_reading_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'announcement_reading_pkey' })
  staffId!: string;

  @Column('timestamptz', { name: 'read_at' })
  readAt!: Date;
}

/** What one shift tells the next. Not the handing over of a ticket, which has a table of its own. */
@Entity('shift_note')
@Index('shift_note_account_id_index', ['accountId', 'writtenAt'])
@Check('shift_note_done_check', `(done_at IS NULL) = (done_by IS NULL)`)
export class ShiftNoteEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'shift_note_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'shift_note_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => TicketEntity, { nullable: true })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'shift_note_ticket_id_fkey' })
  ticket!: TicketEntity | null;

  @Column('uuid', { name: 'ticket_id', nullable: true })
  ticketId!: string | null;

  /** Under the caller's key where it is about a ticket, else under the account's. */
  @Column('bytea', { name: 'words_sealed' })
  wordsSealed!: Buffer;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'written_by', foreignKeyConstraintName: 'shift_note_written_by_fkey' })
  writer!: StaffEntity;

  @Column('uuid', { name: 'written_by' })
  writtenBy!: string;

  @Column('timestamptz', { name: 'written_at' })
  writtenAt!: Date;

  @Column('timestamptz', { nullable: true })
  until!: Date | null;

  @Column('timestamptz', { name: 'done_at', nullable: true })
  doneAt!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'done_by', foreignKeyConstraintName: 'shift_note_done_by_fkey' })
  doer!: StaffEntity | null;

  @Column('uuid', { name: 'done_by', nullable: true })
  doneBy!: string | null;
}

@Entity('shift_note_reading')
export class ShiftNoteReadingEntity {
  @ManyToOne(() => ShiftNoteEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'note_id', foreignKeyConstraintName: 'shift_note_reading_note_id_fkey' })
  note!: ShiftNoteEntity;

  @PrimaryColumn('uuid', { name: 'note_id', primaryKeyConstraintName: 'shift_note_reading_pkey' })
  noteId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'shift_note_reading_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'shift_note_reading_pkey' })
  staffId!: string;

  @Column('timestamptz', { name: 'read_at' })
  readAt!: Date;
}
