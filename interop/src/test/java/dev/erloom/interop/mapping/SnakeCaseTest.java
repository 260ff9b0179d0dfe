// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {

    @ParameterizedTest
    @CsvSource({
        "Get, get",
        "GetPrice, get_price",
        "HTTPGet, http_get",
        "GetURL, get_url",
        "URL2Go, url2_go",
        "Utf8Text, utf8_text",
        "X509, x509",
        "X509Cert, x509_cert",
        "unitPrice, unit_price",
        "iPhone, i_phone",
        "ABC, abc",
        "aB, a_b",
        "already_there, already_there",
        "Get_Price, get_price",
        "__struct__, __struct__",
        "GrößeÄndern, größe_ändern"
    })
    void separates_the_words_of_a_name(String java, String erlang) {
        assertThat(SnakeCase.of(java)).isEqualTo(erlang);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, unknown",
        "NOT_FOUND, not_found",
        "LEVEL1A, level1a",
        "notFound, not_found",
        "NotFound, not_found"
    })
    void only_lowers_constants_in_capitals(String java, String erlang) {
        assertThat(SnakeCase.ofConstant(java)).isEqualTo(erlang);
    }
}
