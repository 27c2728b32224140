// Spring Security 6. Written by `mintage verifier-config spring`.
// org.springframework.boot:spring-boot-starter-oauth2-resource-server
package com.example;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
class ResourceServer {
    private static final List<String> AUDIENCES = List.of({{audiences}});

    @Bean
    JwtDecoder jwtDecoder() {
        var decoder = NimbusJwtDecoder.withJwkSetUri({{jwks}})
            // These, whatever a header says.
            .jwsAlgorithms(algorithms -> algorithms.addAll(List.of({{algs}})))
            // An access token of RFC 9068: an ID token opens no API.
            .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"))))
            .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
            new JwtTimestampValidator(Duration.ZERO),
            // A timestamp that is not there is none that has passed.
            new JwtClaimValidator<Object>("exp", end -> end != null),
            new JwtIssuerValidator({{issuer}}),
            new JwtClaimValidator<Collection<String>>("aud", shown -> shown != null && shown.stream().anyMatch(AUDIENCES::contains))));
        return decoder;
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http) throws Exception {
        return http
            .authorizeHttpRequests(requests -> requests.anyRequest(){{access}})
            .oauth2ResourceServer(server -> server.jwt(jwt -> {}))
            .build();
    }
}
