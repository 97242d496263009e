import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';

/** The door to the key store, which has a database, a role and backups of its own. */
@Injectable()
export class KeyDatabase extends Database {}
