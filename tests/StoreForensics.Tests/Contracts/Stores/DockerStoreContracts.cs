using StoreForensics.Tests.Contracts.Stores.Writers;

namespace StoreForensics.Tests.Contracts.Stores;

public sealed class AufsStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new AufsWriter();
}

public sealed class Overlay2StoreContract : StoreContract
{
    private protected override StoreWriter Writer => new Overlay2Writer();
}

public sealed class ContainerdStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new ContainerdWriter();
}

public sealed class VfsStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new WholeTreeWriter("vfs", "vfs/dir");
}

public sealed class BtrfsStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new WholeTreeWriter("btrfs", "btrfs/subvolumes");
}
