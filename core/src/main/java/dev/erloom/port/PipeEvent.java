// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

/** What the threads at the pipes of a program tell its port. */
sealed interface PipeEvent {

    /** The program runs. */
    record Started(long osPid) implements PipeEvent {}

    /** It does not, and never will. */
    record NotStarted(PortException why) implements PipeEvent {}

    /** It has written to its output. */
    @SuppressWarnings("ArrayRecordComponent") // a message is not compared
    record Output(byte[] bytes) implements PipeEvent {}

    /** It has written to its standard error. */
    @SuppressWarnings("ArrayRecordComponent") // a message is not compared
    record Errors(byte[] bytes) implements PipeEvent {}

    /** One of its pipes has come to its end. */
    record EndOfPipe() implements PipeEvent {}

    /** It has ended. */
    record Exited(int status) implements PipeEvent {}

    /** It has taken some bytes of its input. */
    record Written(int bytes) implements PipeEvent {}

    /** It takes no more input. */
    record BrokenPipe() implements PipeEvent {}
}
