// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes records of one class apart and puts them together.
 *
 * <p>The record must be reachable: public in an exported package, in a package that is open to this
 * module, or on the class path.
 */
final class RecordAccess {

    private final Class<?> type;
    private final RecordComponent[] components;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    /**
     * @throws Refusal if the package of {@code type} is not open to this module
     */
    RecordAccess(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            open(canonical);
            constructor =
                    lookup.unreflectConstructor(canonical)
                            .asSpreader(Object[].class, types.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
            accessors = new MethodHandle[components.length];
            for (int i = 0; i < accessors.length; i++) {
                Method accessor = components[i].getAccessor();
                open(accessor);
                accessors[i] =
                        lookup.unreflect(accessor)
                                .asType(MethodType.methodType(Object.class, Object.class));
            }
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("no access to " + type, impossible);
        }
    }

    /** {@return the names of the components, in order} */
    List<String> names() {
        return Arrays.stream(components).map(RecordComponent::getName).toList();
    }

    /** {@return a component's value, which may be null, or a {@link Miss}} */
    @Nullable Object get(Object subject, int index) {
        try {
            return accessors[index].invokeExact(subject);
        } catch (Error error) {
            throw error;
        } catch (Throwable thrown) {
            return Miss.because("its accessor threw " + thrown, thrown);
        }
    }

    /** {@return a new record, or a {@link Miss} if its constructor refuses the values} */
    Object make(Object[] values) {
        try {
            return constructor.invokeExact(values);
        } catch (Error error) {
            throw error;
        } catch (Throwable thrown) {
            return Miss.because(
                    "constructor of " + type.getSimpleName() + " threw " + thrown, thrown);
        }
    }

    /**
     * Access through reflection needs no module to read the other, and asks for no more than it
     * must.
     */
    private void open(AccessibleObject member) {
        if (member.trySetAccessible()) {
            return;
        }
        Module own = RecordAccess.class.getModule();
        String directive =
                "opens " + type.getPackageName() + (own.isNamed() ? " to " + own.getName() : "");
        throw new Refusal(
                "no access to record "
                        + type.getName()
                        + ": module "
                        + type.getModule().getName()
                        + " needs \""
                        + directive
                        + ";\" in its module-info");
    }
}
