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

public sealed class SavedStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new SavedWriter();
}

public sealed class LayoutStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new LayoutWriter(b => b);
}

public sealed class GzipLayoutStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new LayoutWriter(SavedForms.Gzip);
}

public sealed class ZstdLayoutStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new LayoutWriter(SavedForms.Zstd);
}

public sealed class VfsStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new WholeTreeWriter("vfs", "vfs/dir");
}

public sealed class BtrfsStoreContract : StoreContract
{
    private protected override StoreWriter Writer => new WholeTreeWriter("btrfs", "btrfs/subvolumes");
}
