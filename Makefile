# The same targets as CI runs, one line each.
.PHONY: build test e2e golden format samples bench fuzz publish reproducible

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
RUNTIMES = linux-x64
publish:
	for runtime in $(RUNTIMES); do \
	  dotnet publish src/StoreForensics.Cli -c Release -r $$runtime --self-contained -p:PublishSingleFile=true -p:PublishReadyToRun=true \
	    -p:DebugType=none -p:GenerateDocumentationFile=false -p:RunAnalyzers=false -o artifacts/publish/$$runtime || exit 1; \
	  (cd artifacts/publish/$$runtime && rm -f SHA256SUMS && sha256sum * > ../SHA256SUMS.$$runtime && mv ../SHA256SUMS.$$runtime SHA256SUMS) || exit 1; \
	done
