# The same targets as CI runs, one line each.
.PHONY: build test e2e golden format samples bench

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
