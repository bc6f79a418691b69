
namespace StoreForensics.Tests.Reports.Data;

/// <summary>
/// Compares output with a reviewed text file in <c>golden</c>. With the environment variable STOREFORENSICS_UPDATE_GOLDEN set the file is rewritten
/// instead, and the difference is for the version control to show.
/// </summary>
internal static class GoldenFile
{
    public static void AssertIs(string name, byte[] actual)
    {
        string path = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Reports", "Data", "golden", name);
        if (Checkout.IsUpdate)
        {
            File.WriteAllBytes(path, actual);
            Assert.Ignore($"{name} was rewritten; look at the difference");
        }
        Assert.That(File.ReadAllText(path), Is.EqualTo(System.Text.Encoding.UTF8.GetString(actual)), name);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(actual), name);
    }
}
