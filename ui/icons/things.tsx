import { Icon, type IconProps } from './Icon.tsx'

export const TruckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2.5 5.5h9v8h-9zM11.5 8.5h3.3l2.7 2.7v2.3h-6z" />
    <circle cx="6" cy="14.5" r="1.6" />
    <circle cx="14.3" cy="14.5" r="1.6" />
  </Icon>
)

export const MotorcycleIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="4.5" cy="13.5" r="2.5" />
    <circle cx="15.5" cy="13.5" r="2.5" />
    <path d="M7 13.5h4l2.5-5.5h-2M13.5 8l2 5.5M4.5 11l2-2.5h5" />
  </Icon>
)

export const LockIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="4.5" y="9" width="11" height="7.5" rx="1.5" />
    <path d="M7 9V6.5a3 3 0 0 1 6 0V9" />
  </Icon>
)

export const UnlockIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="4.5" y="9" width="11" height="7.5" rx="1.5" />
    <path d="M7 9V6.5a3 3 0 0 1 5.8-1.1" />
  </Icon>
)

export const SearchIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="9" cy="9" r="5" />
    <path d="m13 13 3.5 3.5" />
  </Icon>
)

export const ChevronIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m6 8 4 4 4-4" />
  </Icon>
)

export const CloseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />
  </Icon>
)

export const CheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m4.5 10.5 3.5 3.5 7.5-8" />
  </Icon>
)

export const PrintIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6 7V3.5h8V7M6 14H3.5V7.5h13V14H14" />
    <path d="M6 11.5h8v5H6z" />
  </Icon>
)

export const PhoneIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.5 3.5 8 7 6.3 8.4a9 9 0 0 0 5.3 5.3L13 12l3.5 1.5v2.3c0 .6-.5 1.2-1.2 1.2C8.7 16.5 3.5 11.3 3 4.7c0-.7.6-1.2 1.2-1.2z" />
  </Icon>
)

export const PlusIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M10 4v12M4 10h12" />
  </Icon>
)

export const MinusIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 10h12" />
  </Icon>
)

export const RefreshIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M15.8 8A6 6 0 1 0 16 11.5" />
    <path d="M16.5 4v4h-4" />
  </Icon>
)

export const LayersIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="m10 3.5 7 3.5-7 3.5L3 7z" />
    <path d="m3 10.5 7 3.5 7-3.5M3 14l7 3.5L17 14" />
  </Icon>
)

export const LocateIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="10" cy="10" r="4" />
    <path d="M10 2.5V6M10 14v3.5M2.5 10H6M14 10h3.5" />
  </Icon>
)

export const MoveIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 10h13M12 6l4 4-4 4" />
  </Icon>
)

export const NavigateIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M17 3 3 9l6 2 2 6z" />
  </Icon>
)

export const CameraIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="2.5" y="6" width="15" height="10.5" rx="1.5" />
    <path d="M7 6l1.2-2h3.6L13 6" />
    <circle cx="10" cy="11" r="3" />
  </Icon>
)
