namespace StoreForensics.Tests.Contracts;

/// <summary>
/// Makes the committed archive anew: <c>dotnet test tests/StoreForensics.Tests --filter Name=Make_the_committed_archive</c>, on Linux with GNU tar; then its
/// digest goes into <see cref="CommittedTarContract"/>.
/// </summary>
public sealed class CommittedTarRecipe
{
    /// <summary>GNU tar's PAX with attributes and a sparse file; nothing of the machine in
    /// it (the later sparse versions put tar's process number into a name).</summary>
    [Test]
    [Explicit("Writes into the repository.")]
    public void Make_the_committed_archive()
    {
        Tool.Require("tar", "gzip");
        using ReferenceTree tree = ReferenceTree.MakePortable();
        Tool.Run(tree.Root, "tar", "--format=posix", "--sort=name", $"--owner=:{ReferenceTree.PortableUid}", $"--group=:{ReferenceTree.PortableGid}",
            "--numeric-owner", "--sparse", "--sparse-version=0.0",
            "--xattrs", "--xattrs-include=user.*", "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime", "-I", "gzip -9n",
            "-cf", Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Contracts", CommittedTarContract.Name), ".");
    }
}
