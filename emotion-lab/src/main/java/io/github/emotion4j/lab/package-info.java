/** How the embedded weights are made, and how speed, memory and faults are measured. */
@NullMarked
package io.github.emotion4j.lab;

import org.jspecify.annotations.NullMarked;
