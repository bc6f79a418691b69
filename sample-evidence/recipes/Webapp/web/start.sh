#!/bin/sh
# Writes its log and then stays silent, so that nothing changes while the engine is asked.
echo "starting shop $*"
for item in 1 2 3; do echo "GET /item/$item 200"; done
printf '\033[31mERROR\033[0m payment declined: card=4111111111111111\n' >&2
printf '\033]0;owned\007title set by a visitor\n'
printf 'GET /\033[2K\rGET /admin 200 "=HYPERLINK(1)" <script>\n'
printf 'tab\there, back\\slash, caf\303\251, a byte \377 of no alphabet\n' >&2
echo
echo "ready"
while :; do sleep 1000; done
