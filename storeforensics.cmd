@echo off
rem Starts the program from a checkout: builds it first when a source is newer than the last build, then runs the built program directly.
setlocal
set "here=%~dp0"
set "app=%here%artifacts\app"
set "stamp=%app%\.built"
if not exist "%stamp%" goto build
powershell -NoProfile -Command "$s=(Get-Item -LiteralPath $env:stamp -Force).LastWriteTimeUtc; if (Get-ChildItem -LiteralPath ($env:here+'src'),($env:here+'templates') -Recurse -File | Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTimeUtc -gt $s } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 goto build
goto run
:build
echo storeforensics: building (once, and after changes) ... 1>&2
if not exist "%here%artifacts" mkdir "%here%artifacts"
dotnet publish "%here%src\StoreForensics.Cli" -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -o "%app%" >"%here%artifacts\build.log" 2>&1
if errorlevel 1 dotnet publish "%here%src\StoreForensics.Cli" -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=false -p:RunAnalyzers=false -o "%app%" >"%here%artifacts\build.log" 2>&1
if errorlevel 1 (
  type "%here%artifacts\build.log" 1>&2
  exit /b 70
)
type nul > "%stamp%"
:run
dotnet "%app%\storeforensics.dll" %*
exit /b %errorlevel%
