@echo off
rem Runs emotion4j with the Java on the path, or that of JAVA_HOME.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if not defined TORCH_CPP_LOG_LEVEL set "TORCH_CPP_LOG_LEVEL=ERROR"
"%java%" %JAVA_OPTS% -jar "%~dp0..\emotion4j.jar" %*
