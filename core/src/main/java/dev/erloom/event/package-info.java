// SPDX-License-Identifier: Apache-2.0

/**
 * Event managers: one process that passes each event to a number of handlers, which come and go
 * while it runs, OTP's {@code gen_event}.
 *
 * <p>All handlers run in the manager's process, one after the other: use them for small things that
 * should happen on the same events, such as logging, counting, raising an alarm. What takes long,
 * or must not be held up by others, is better a process of its own.
 *
 * <p>Null is refused everywhere unless a type says otherwise.
 *
 * {@snippet :
 * GenEvent<Alarm> alarms = GenEvent.<Alarm>startLink().orElseThrow();
 * alarms.addHandler(new Siren());
 * alarms.notify(new Alarm("fire"));
 * }
 */
@NullMarked
package dev.erloom.event;

import org.jspecify.annotations.NullMarked;
