/**
 * Screens that are not needed for the first stop of the day. They travel in a second piece, fetched right after the
 * start and held by the worker, so that the first one stays small; signing in has a small piece of its own.
 */
export { ArrivalProposal } from './arrival/ArrivalProposal.tsx'
export { CloseScreen } from './close/CloseScreen.tsx'
export { FailScreen } from './fail/FailScreen.tsx'
export { LoadOutScreen } from './load-out/LoadOutScreen.tsx'
export { MessagesRow } from './messages/MessagesRow.tsx'
export { MessagesScreen } from './messages/MessagesScreen.tsx'
export { MessageWatch } from './messages/MessageWatch.tsx'
export { PlateEntry } from './plates/PlateEntry.tsx'
export { SettingsScreen } from './settings/SettingsScreen.tsx'
export { NewPasswordScreen } from './sign-in/NewPasswordScreen.tsx'
export { SyncScreen } from './sync/SyncScreen.tsx'
export { StopsScreen } from './today/StopsScreen.tsx'
export { VehicleCheckScreen } from './vehicle-check/VehicleCheckScreen.tsx'
