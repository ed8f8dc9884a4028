using System.Runtime.Intrinsics;
using Arm = System.Runtime.Intrinsics.Arm;
using X86 = System.Runtime.Intrinsics.X86;

namespace CreditNotebooks.LocalS3.Checksums;

/// <summary>The processor's product of polynomials over two elements, on x64 and arm64.</summary>
internal static class CarrylessProduct
{
    public const int BlockBits = 128;

    public static bool IsSupported => BitConverter.IsLittleEndian && (X86.Pclmulqdq.IsSupported || Arm.Aes.IsSupported);

    /// <summary>The sum of the products of the lower halves and of the upper halves.</summary>
    public static Vector128<ulong> Of(Vector128<ulong> a, Vector128<ulong> b) => X86.Pclmulqdq.IsSupported
        ? X86.Pclmulqdq.CarrylessMultiply(a, b, 0x00) ^ X86.Pclmulqdq.CarrylessMultiply(a, b, 0x11)
        : Arm.Aes.PolynomialMultiplyWideningLower(a.GetLower(), b.GetLower()) ^ Arm.Aes.PolynomialMultiplyWideningUpper(a, b);
}
