// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in modules of their own, which are compiled here. */
class ModulesTest {

    private static final Term GET = Term.tuple(Term.atom("get"), Term.of(1));

    @TempDir Path folder;

    /** {@return the record {@code shop.Get} of a module with this directive} */
    private Class<?> recordOf(String directive, String modifier) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src/shop"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path moduleInfo = folder.resolve("src/module-info.java");
        Path get = sources.resolve("Get.java");
        Files.writeString(moduleInfo, "module shop {" + directive + "}");
        Files.writeString(get, "package shop; " + modifier + " record Get(int id) {}");
        StringWriter problems = new StringWriter();
        int status =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(
                                new PrintWriter(problems),
                                new PrintWriter(problems),
                                "-d",
                                classes.toString(),
                                moduleInfo.toString(),
                                get.toString());
        assertThat(status).as("%s", problems).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration()
                        .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("shop"));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader())
                .findLoader("shop")
                .loadClass("shop.Get");
    }

    @Test
    void a_record_is_mapped_if_its_package_is_open() throws Exception {
        Class<?> get = recordOf("opens shop;", "");

        Object value = TermMapper.fromTerm(GET, get);

        assertThat(value).isInstanceOf(get).hasToString("Get[id=1]");
        assertThat(TermMapper.toTerm(value)).isEqualTo(GET);
    }

    @Test
    void a_public_record_needs_no_more_than_an_exported_package() throws Exception {
        Class<?> get = recordOf("exports shop;", "public");

        Object value = TermMapper.fromTerm(GET, get);

        assertThat(TermMapper.toTerm(value)).isEqualTo(GET);
    }

    @Test
    void any_other_record_is_refused_with_what_to_write_where() throws Exception {
        Class<?> get = recordOf("exports shop;", "");
        Module own = TermMapper.class.getModule();
        String to = own.isNamed() ? " to " + own.getName() : "";

        assertThat(refusalToRead(GET, get))
                .isEqualTo(
                        "cannot map {:get, 1} to Get: no access to record shop.Get: module shop"
                                + " needs \"opens shop"
                                + to
                                + ";\" in its module-info");
    }

    @Test
    void a_closed_record_is_not_written_either() throws Exception {
        Class<?> get = recordOf("", "public");
        var constructor = get.getDeclaredConstructor(int.class);

        assertThat(constructor.trySetAccessible()).isFalse();
        assertThat(refusalToRead(GET, get)).contains("no access to record shop.Get");
        assertThat(TermMapper.fromTermOrNull(GET, get)).isNull();
    }
}
