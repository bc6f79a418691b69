namespace StoreForensics.Tests.Contracts;

/// <summary>The tree is made once for all that inherit the contract.</summary>
[SetUpFixture]
public sealed class ReferenceTreeFixture
{
    private static ReferenceTree? s_tree;

    /// <summary>Ignores the test where such a tree cannot be made.</summary>
    internal static ReferenceTree Tree
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                Assert.Ignore("The reference tree is made by libc calls of Linux.");
            return s_tree ??= new ReferenceTree();
        }
    }

    [OneTimeTearDown]
    public void Remove()
    {
        s_tree?.Dispose();
        s_tree = null;
    }
}
