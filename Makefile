# The same targets as CI runs, one line each.
.PHONY: build test e2e golden format samples bench fuzz publish sbom audit tool reproducible

build:
	dotnet build

test:
	dotnet test

e2e:
	dotnet test tests/StoreForensics.EndToEnd

golden:
	STOREFORENSICS_UPDATE_GOLDEN=1 dotnet test

format:
	dotnet format

samples:
	dotnet run --project sample-evidence/recipes -- ubuntu-0.7.2 sample-evidence/ubuntu-0.7.2/ubuntu-0.7.2.tar.gz
	dotnet run --project sample-evidence/recipes -- webshop-1.6 sample-evidence/webshop-1.6/webshop-1.6.tar.gz

bench:
	bench/run
	bench/disks

# Two builds in two folders give the same bytes.
reproducible:
	bench/reproducible

# Seconds for each target; TARGET=a,b for some of them; SEEDS=folder for seeds of one's own; SEED=number for other mutations. Fails on a crash.
TIME = 10
SEED = 1
fuzz:
	dotnet run --project tests/StoreForensics.Fuzz -- --time $(TIME) --seed $(SEED) $(if $(TARGET),--target $(TARGET)) $(if $(SEEDS),--seeds $(SEEDS))

# One self-contained program for each runtime, its native libraries beside it: unpacking them at start would write to the machine that is examined.
RUNTIMES = linux-x64 linux-arm64 win-x64 osx-arm64
publish:
	release/publish $(RUNTIMES)

VERSION = $(shell sed -n "s:.*<Version>\(.*\)</Version>.*:\1:p" Directory.Build.props)
# What the program is made of, as CycloneDX. Needs the network, or a cache that has every package.
sbom:
	dotnet tool restore
	dotnet dotnet-CycloneDX src/StoreForensics.Cli/StoreForensics.Cli.csproj --output artifacts/publish --filename storeforensics.cdx.json --output-format Json --set-name storeforensics --set-version $(VERSION) --no-serial-number

# Advisories and deprecations of packages, as far as the package source that is asked knows them.
audit:
	dotnet list src/StoreForensics.Cli package --vulnerable --include-transitive
	dotnet list src/StoreForensics.Cli package --deprecated

# The package for `dotnet tool install --add-source artifacts/publish storeforensics`.
tool:
	dotnet pack src/StoreForensics.Cli -c Release -p:PackAsTool=true -o artifacts/publish
