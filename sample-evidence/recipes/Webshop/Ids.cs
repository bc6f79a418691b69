using System.Security.Cryptography;
using System.Text;

namespace SampleRecipes.Webshop;

/// <summary>Ids that look random, as the engine's are, and are the same in every run.</summary>
internal static class Ids
{
    public static string For(string label) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("webshop/" + label)));
}
