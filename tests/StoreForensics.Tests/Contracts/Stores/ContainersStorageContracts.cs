using StoreForensics.Tests.Contracts.Stores.Writers;

namespace StoreForensics.Tests.Contracts.Stores;

public sealed class StorageOverlayContract : StoreContract
{
    private protected override StoreWriter Writer => new StorageWriter("overlay");
}

public sealed class StorageVfsContract : StoreContract
{
    private protected override StoreWriter Writer => new StorageWriter("vfs");
}

public sealed class StorageBtrfsContract : StoreContract
{
    private protected override StoreWriter Writer => new StorageWriter("btrfs");
}
